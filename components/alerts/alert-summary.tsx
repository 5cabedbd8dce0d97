'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import type { OpenAlerts } from '#server/alerts/contract.ts';

/** Above the devices: what nobody has seen to yet. */
export function AlertSummary({ open: { incidents, silent } }: { open: OpenAlerts }) {
  const t = useTranslations('alerts.summary');
  const what = [
    ...(incidents > 0 ? [t('incidents', { count: incidents })] : []),
    ...(silent > 0 ? [t('silent', { count: silent })] : []),
  ];
  if (what.length === 0) return null;
  return (
    <Banner
      className="mb-3"
      kind={incidents > 0 ? 'bad' : 'warn'}
      title={t('text', { what: what.join(', ') })}
      action={
        <ButtonLink size="sm" href="/manager/alerts">
          {t('open')}
        </ButtonLink>
      }
    />
  );
}
