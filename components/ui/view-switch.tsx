'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from './cx.ts';

interface ViewSwitchProps {
  label: string;
  views: readonly { href: string; label: string }[];
}

/** Several ways to look at the same thing, each an address of its own. */
export function ViewSwitch({ label, views }: ViewSwitchProps) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="mb-3 inline-flex rounded-lg border border-line bg-sunk p-0.5 text-sm">
      {views.map(({ href, label: words }) => {
        const active = pathname === href.split('?')[0];
        return (
          <Link
            key={words}
            href={href}
            aria-current={active ? 'page' : undefined}
            className={cx(
              'rounded-md px-3 py-1',
              active ? 'bg-panel font-medium text-ink shadow-1' : 'text-dim hover:text-ink',
            )}
          >
            {words}
          </Link>
        );
      })}
    </nav>
  );
}
