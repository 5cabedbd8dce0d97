'use client';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Time } from '#components/ui/time.tsx';
import { Timeline, type TimelineStep } from '#components/ui/timeline.tsx';
import type { AttemptOutcome } from '#server/deliveries/contract.ts';
import { useCodeWords } from './destination-state.tsx';

const taken = ({ status, accepted }: AttemptOutcome) =>
  accepted ?? (status !== undefined && status >= 200 && status < 300);

export function AttemptList({ attempts }: { attempts: readonly AttemptOutcome[] }) {
  const t = useTranslations('destinations.delivery');
  const words = useCodeWords();
  if (attempts.length === 0) return <p className="text-dim text-sm">{t('nothingYet')}</p>;
  const steps = attempts.map((attempt, index): TimelineStep => {
    const code = attempt.error ? words(attempt.error, attempt.message) : null;
    return {
      key: `${attempt.at}${index}`,
      title: attempt.status === undefined ? t('noResponse') : `HTTP ${attempt.status}`,
      state: taken(attempt) ? 'done' : 'failed',
      time: <Time value={attempt.at} look="clock" />,
      took: t('took', { ms: Math.round(attempt.durationMs) }),
      children: (
        <div className="flex flex-col gap-1.5 text-sm">
          {code ? <p className="text-bad">{code}</p> : null}
          {attempt.retryAfter ? (
            <p className="text-dim">{t('retryAfter', { value: attempt.retryAfter })}</p>
          ) : null}
          {attempt.response ? (
            <CodeBlock value={attempt.response} label={t('response')} wrap maxHeight="short" />
          ) : attempt.status === undefined ? null : (
            <p className="text-faint">{t('emptyResponse')}</p>
          )}
        </div>
      ),
    };
  });
  return <Timeline label={t('attempts')} steps={steps} />;
}
