import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import type { Kept } from '#server/measurements/rules.ts';

/** How far back its measurements go, and where that is said. */
export function KeptNote({ kept: { weeks, because }, mayChange }: { kept: Kept; mayChange: boolean }) {
  const t = useTranslations('devices.kept');
  if (because === 'customer')
    return (
      <Banner
        className="mb-3"
        title={t('offTitle')}
        action={
          mayChange ? (
            <Link href="/organization/settings" className="text-accent hover:underline">
              {t('toSettings')}
            </Link>
          ) : undefined
        }
      >
        {t('offText', { weeks })} {mayChange ? null : t('askAdmin')}
      </Banner>
    );
  if (because === 'type')
    return (
      <Banner className="mb-3" title={t('typeTitle')}>
        {t('typeText', { weeks })}
      </Banner>
    );
  return (
    <p className="mb-3 text-faint text-sm">
      {t(because === 'project' ? 'byProject' : 'forWeeks', { weeks })}
    </p>
  );
}
