'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { OldMeasurements as Old } from '#server/measurements/series-contract.ts';

interface OldProps {
  /** null: of all of the customer's. */
  projectId: string | null;
  weeks: number;
}

/** How much would be gone if no more than so many weeks were kept. */
export function useOld({ projectId, weeks }: OldProps, enabled = true) {
  return useQuery({
    queryKey: ['old-measurements', projectId, weeks],
    enabled,
    queryFn: ({ signal }) =>
      readJson<Old>(
        `/rows/old-measurements?${new URLSearchParams({ weeks: String(weeks), ...(projectId ? { project: projectId } : {}) })}`,
        signal,
      ),
  });
}

export function OldMeasurements({ data, isError }: Pick<ReturnType<typeof useOld>, 'data' | 'isError'>) {
  const t = useTranslations('organization.old');
  if (isError) return <>{t('failed')}</>;
  if (!data) return <>{t('counting')}</>;
  if (data.packs === 0) return <>{t('none')}</>;
  return <>{t(data.isMore ? 'atLeast' : 'about', { packs: data.packs, devices: data.devices })}</>;
}
