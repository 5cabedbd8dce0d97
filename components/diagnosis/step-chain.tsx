'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslations } from 'next-intl';
import { cx } from '#components/ui/cx.ts';
import { Time } from '#components/ui/time.tsx';
import type { DiagnosedStep, Diagnosis, StepState } from '#server/diagnosis/contract.ts';

const LOOKS: Record<StepState, { mark: typeof CircleCheck; ink: string; box: string }> = {
  fine: { mark: CircleCheck, ink: 'text-accent', box: 'border-line' },
  waiting: { mark: Hourglass, ink: 'text-up', box: 'border-line' },
  harmed: { mark: TriangleAlert, ink: 'text-warn', box: 'border-warn/50 bg-warn-soft' },
  broken: { mark: CircleX, ink: 'text-bad', box: 'border-bad/60 bg-bad-soft' },
  unreached: { mark: CircleDashed, ink: 'text-faint', box: 'border-line border-dashed' },
};

/** The way of the data, step by step: a word and a shape for each, and what it was read from. */
export function StepChain({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useTranslations('diagnosis');
  const firstBroken = diagnosis.steps.find(({ state }) => state === 'broken')?.step;
  return (
    <ol aria-label={t('chain')} className="grid grid-cols-2 gap-1.5 md:grid-cols-3 md:gap-2 xl:grid-cols-6">
      {diagnosis.steps.map((step, n) => (
        <Step
          key={step.step}
          step={step}
          number={n + 1}
          kind={diagnosis.subject.kind}
          isFirst={step.step === firstBroken}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  step: DiagnosedStep;
  number: number;
  kind: Diagnosis['subject']['kind'];
  /** Where data ends. */
  isFirst: boolean;
}

function Step({ step: { step, state, details, at }, number, kind, isFirst }: StepProps) {
  const t = useTranslations('diagnosis');
  const { mark: Mark, ink, box } = LOOKS[state];
  return (
    <li
      aria-current={isFirst ? 'step' : undefined}
      className={cx(
        'flex min-w-0 gap-1.5 rounded-lg border p-2 md:flex-col md:p-3',
        box,
        isFirst && 'ring-2 ring-bad/40',
      )}
    >
      <Mark aria-hidden="true" className={cx('size-5 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-1.5 font-semibold">
          <span className="text-faint">{number}</span>
          {t(`step.${step}`)}
          <span className={cx('font-medium text-sm', ink)}>{t(`state.${state}`)}</span>
        </div>
        <div className="mt-0.5 line-clamp-4 break-words text-dim text-sm [overflow-wrap:anywhere] max-md:line-clamp-1">
          <Told step={step} kind={kind} details={details} at={at} />
        </div>
      </div>
    </li>
  );
}

function Told({
  step,
  kind,
  details,
  at,
}: Pick<DiagnosedStep, 'step' | 'details' | 'at'> & Pick<StepProps, 'kind'>) {
  const t = useTranslations('diagnosis.told');
  const yes = (value: unknown) => (value ? 'yes' : 'no');
  const values = {
    ...{
      identifier: '–',
      connection: '',
      signal: 0,
      messages: 0,
      refused: 0,
      decoded: 0,
      decoders: 0,
      devices: 0,
    },
    ...{ flows: '', count: 0, delivered: 0, failed: 0, waiting: 0 },
    ...details,
    hasConnection: yes(details.connection),
    hasSignal: yes(details.signal),
    hasRefused: yes(details.refused),
    hasFailed: yes(details.failed),
    hasWaiting: yes(details.waiting),
  };
  if (step === 'heard' && at === null) return t('heard.never');
  return (
    <>
      {t(`${step}.${kind === 'device' ? 'device' : 'flow'}`, values)}
      {step === 'heard' && at ? (
        <>
          {', '}
          <Time value={at} look="ago" />
        </>
      ) : null}
    </>
  );
}
