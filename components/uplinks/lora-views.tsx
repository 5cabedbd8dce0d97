'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cx } from '#components/ui/cx.ts';

/** The two ways to look at a device's LoRa data: message by message, and where on the radio they went. */
export function LoraViews({ deviceId }: { deviceId: string }) {
  const t = useTranslations('messages.views');
  const pathname = usePathname();
  const base = `/manager/devices/${deviceId}/lora-data`;
  const views = [
    { href: base, label: t('list') },
    { href: `${base}/radio`, label: t('radio') },
  ];
  return (
    <nav
      aria-label={t('label')}
      className="mb-3 inline-flex rounded-lg border border-line bg-sunk p-0.5 text-sm"
    >
      {views.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? 'page' : undefined}
          className={cx(
            'rounded-md px-3 py-1',
            pathname === href ? 'bg-panel font-medium text-ink shadow-1' : 'text-dim hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
