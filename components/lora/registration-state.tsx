'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Time } from '#components/ui/time.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';
import { useFailureWords } from './failure-words.ts';
import { useWish } from './use-wish.ts';

/** What is under way, or why it did not go well: nothing is stuck without saying so. */
export function RegistrationState({ of, mayUpdate }: { of: LoraDetail; mayUpdate: boolean }) {
  const t = useTranslations('lora.state');
  const words = useFailureWords();
  const { status, failure, work, connection } = of;
  if (!of.hasAppKey) return <Banner kind="info" title={t('noKeys')} />;
  if (status === 'FAILED' && failure) {
    return (
      <Banner
        kind="bad"
        title={t('failed')}
        action={
          <span className="flex flex-wrap justify-end gap-1.5">
            {failure.of === 'connection' && connection ? (
              <ButtonLink size="sm" href={`/manager/connections/${connection.id}`}>
                {t('toConnection')}
              </ButtonLink>
            ) : null}
            {mayUpdate ? <RetryButton of={of} /> : null}
          </span>
        }
      >
        <FoldedText text={words(failure)} /> <Time value={failure.at} look="ago" className="text-dim" />
      </Banner>
    );
  }
  if (!status.startsWith('PENDING') || !work) return null;
  const kind = failure ? 'warn' : 'info';
  return (
    <Banner
      kind={kind}
      title={failure ? t('again') : t('underWay')}
      action={failure && mayUpdate ? <RetryButton of={of} /> : undefined}
    >
      {failure ? <FoldedText text={words(failure)} /> : null}{' '}
      {failure && work.nextAt ? (
        <span className="text-dim">
          {t('attempts', { count: work.attempts })} {t('next')} <Time value={work.nextAt} look="clock" />
        </span>
      ) : null}
    </Banner>
  );
}

function RetryButton({ of }: { of: LoraDetail }) {
  const t = useTranslations('lora.state');
  const wish = useWish(of);
  const [pending, setPending] = useState(false);
  const retry = async () => {
    setPending(true);
    const refused = await wish({ kind: 'retry' });
    setPending(false);
    if (refused) toast({ title: refused, tone: 'bad' });
  };
  return (
    <Button size="sm" pending={pending} onClick={() => void retry()}>
      {t('retry')}
    </Button>
  );
}
