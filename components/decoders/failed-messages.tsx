'use client';
import { useTranslations } from 'next-intl';
import { ReplayOf } from '#components/replays/replay-of.tsx';
import { Banner } from '#components/ui/banner.tsx';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';

/** Messages that the script could make nothing of wait for a version that can. */
export function FailedMessages({ decoder }: { decoder: DecoderDetail }) {
  const t = useTranslations('replays.banner');
  const { id, name, failed, versions } = decoder;
  const current = versions.find((version) => version.current);
  if (failed.count === 0 || !current) return null;
  const published = versions.filter(({ publishedAt }) => publishedAt !== null);
  return (
    <Banner
      kind="warn"
      className="mb-3"
      title={t('title', {
        count: failed.count,
        more: String(failed.more),
        versions: failed.versions.length > 0 ? failed.versions.join(', ') : 'none',
      })}
      action={
        <ReplayOf
          size="sm"
          label={t('action', { version: current.number })}
          of={{ field: 'failedDecoder', id, name }}
          script={{ decoderId: id, versions: published }}
        />
      }
    >
      {t('text')}
    </Banner>
  );
}
