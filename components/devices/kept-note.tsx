import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import type { Kept } from '#server/measurements/rules.ts';

interface KeptNoteProps {
  kept: Kept;
  /** Whether the reader may switch on what the customer switched off. */
  mayChange: boolean;
  /** The ways to look at its measurements, which it stands beside. */
  children?: ReactNode;
}

/** How far back the measurements of a device go, and where that is said. */
export function KeptNote({ kept: { weeks, because }, mayChange, children }: KeptNoteProps) {
  const t = useTranslations('devices.kept');
  if (because === 'customer' || because === 'type')
    return (
      <>
        {children}
        <Banner
          className="mb-3"
          title={t(because === 'customer' ? 'offTitle' : 'typeTitle')}
          action={
            because === 'customer' && mayChange ? (
              <Link href="/organization/settings" className="font-medium text-accent hover:underline">
                {t('toSettings')}
              </Link>
            ) : undefined
          }
        >
          {t(because === 'customer' ? 'offText' : 'typeText', { weeks })}
          {because === 'customer' && !mayChange ? ` ${t('askAdmin')}` : null}
        </Banner>
      </>
    );
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4">
      {children}
      <p className="mb-3 text-faint text-sm">
        {t(because === 'project' ? 'byProject' : 'forWeeks', { weeks })}
      </p>
    </div>
  );
}
