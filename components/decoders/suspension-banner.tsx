'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import { resumeDecoder } from '#server/decoders/actions.ts';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';

/** The platform stopped running the published version: why, since when, and the way out for who may edit it. */
export function SuspensionBanner({ decoder, mayResume }: { decoder: DecoderDetail; mayResume: boolean }) {
  const t = useTranslations('decoders.suspended');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const { id, name, suspension } = decoder;
  if (!suspension) return null;
  const resume = async () => {
    setPending(true);
    await act(resumeDecoder({ id }), { done: t('resumed', { name }) });
    setPending(false);
  };
  return (
    <Banner
      kind="bad"
      title={t('title')}
      className="mb-3"
      action={
        mayResume ? (
          <Button size="sm" pending={pending} onClick={() => void resume()}>
            {t('resume')}
          </Button>
        ) : undefined
      }
    >
      {t.rich(suspension.reason, { since: () => <Time value={suspension.at} look="ago" /> })}{' '}
      {mayResume ? t('wayOut') : t('ask')}
    </Banner>
  );
}
