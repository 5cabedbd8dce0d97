'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { useClock } from '#components/ui/now.ts';
import { Time } from '#components/ui/time.tsx';
import type { Diagnosis } from '#server/diagnosis/contract.ts';
import { useCauseWords } from './cause-words.ts';
import { FindingCard, type FindingCardProps } from './finding-card.tsx';
import { useDiagnosis } from './queries.ts';
import { StepChain } from './step-chain.tsx';

export interface DiagnosisViewProps extends Pick<FindingCardProps, 'network' | 'may'> {
  initial: Diagnosis;
}

/** "No data?": where it ends, why, and what to do, in that order. */
export function DiagnosisView({ initial, network, may }: DiagnosisViewProps) {
  const t = useTranslations('diagnosis');
  const { data: diagnosis, refetch, isFetching } = useDiagnosis(initial);
  const { subject, findings } = diagnosis;
  const [first, ...further] = findings;
  const card = { subject, network, may };
  return (
    <div className="flex flex-col gap-4">
      <section className="rounded-xl border border-line bg-panel p-4 shadow-1">
        <div className="mb-4 flex flex-wrap items-start gap-3">
          <Verdict diagnosis={diagnosis} />
          <div className="ml-auto flex items-center gap-3 text-faint text-sm">
            <span>
              {t('checked')} <Time value={diagnosis.checkedAt} look="ago" />
            </span>
            <Button
              size="sm"
              pending={isFetching}
              icon={<RefreshCw aria-hidden="true" />}
              onClick={() => void refetch()}
            >
              {t('again')}
            </Button>
          </div>
        </div>
        <StepChain diagnosis={diagnosis} />
      </section>
      {first ? (
        <section aria-labelledby="first-finding">
          <h2 id="first-finding" className="mb-2 font-semibold text-dim text-sm">
            {t('first')}
          </h2>
          <FindingCard key={first.cause} finding={first} open {...card} />
        </section>
      ) : null}
      {further.length > 0 ? (
        <section aria-labelledby="further-findings" className="flex flex-col gap-2">
          <h2 id="further-findings" className="font-semibold text-dim text-sm">
            {t('further', { count: further.length })}
          </h2>
          {further.map((finding) => (
            <FindingCard key={`${finding.cause}${finding.fix.id}`} finding={finding} open={false} {...card} />
          ))}
        </section>
      ) : null}
    </div>
  );
}

const MARKS = {
  healthy: { Mark: CircleCheck, ink: 'text-accent' },
  waiting: { Mark: Hourglass, ink: 'text-up' },
  harmed: { Mark: TriangleAlert, ink: 'text-warn' },
  broken: { Mark: CircleX, ink: 'text-bad' },
};

function Verdict({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useTranslations('diagnosis');
  const words = useCauseWords();
  const { verdict, subject, findings, steps } = diagnosis;
  const { Mark, ink } = MARKS[verdict];
  const broken = steps.find(({ state }) => state === 'broken')?.step ?? 'registered';
  const isAwaited = steps.some(({ step, state }) => step === 'heard' && state === 'waiting');
  const [first] = findings;
  return (
    <div role="status" className="flex min-w-0 flex-1 basis-64 items-start gap-3">
      <Mark aria-hidden="true" className={cx('mt-0.5 size-7 shrink-0', ink)} />
      <div className="min-w-0">
        <p className="font-semibold text-lg leading-snug">
          {verdict === 'healthy' ? t(`verdict.healthy.${subject.kind}`) : null}
          {verdict === 'waiting' ? t(`verdict.waiting.${subject.kind}`) : null}
          {verdict === 'harmed' ? t(isAwaited ? 'verdict.harmedAwaited' : 'verdict.harmed') : null}
          {verdict === 'broken' ? t('verdict.broken', { step: t(`step.${broken}`) }) : null}
        </p>
        <p className="line-clamp-3 break-words text-dim [overflow-wrap:anywhere]">
          {first
            ? words(first).what
            : verdict === 'waiting'
              ? t(`waitingText.${subject.kind}`)
              : t('healthyText')}
        </p>
        <Waiting diagnosis={diagnosis} />
        <Expected at={diagnosis.nextExpectedAt} />
      </div>
    </div>
  );
}

function Waiting({ diagnosis: { verdict, waitingUntil, steps } }: { diagnosis: Diagnosis }) {
  const t = useTranslations('diagnosis');
  if (verdict !== 'waiting' || waitingUntil === null) return null;
  const isUnregistered = steps.some(({ step, details }) => step === 'registered' && details.unregistered);
  return (
    <p className="text-dim text-sm">
      {isUnregistered ? `${t('waitingUnregistered')} ` : null}
      {t('waitingUntil')} <Time value={waitingUntil} look="date" />
    </p>
  );
}

function Expected({ at }: { at: string | null }) {
  const t = useTranslations('diagnosis');
  const now = useClock();
  if (at === null) return null;
  return (
    <p className="text-dim text-sm">
      {t(new Date(at) < now ? 'overdue' : 'next')} <Time value={at} look="ago" />
    </p>
  );
}
