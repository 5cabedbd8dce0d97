import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type StepState = 'done' | 'running' | 'waiting' | 'warn' | 'failed' | 'skipped';

export interface TimelineStep {
  key: string;
  title: ReactNode;
  state: StepState;
  time?: ReactNode;
  /** How long it took, said after the time. */
  took?: ReactNode;
  /** What happened in it; shown under the title. */
  children?: ReactNode;
  actions?: ReactNode;
}

const looks: Record<StepState, { mark: ReactNode; className: string }> = {
  done: { mark: <Check />, className: 'bg-accent-soft text-accent' },
  running: { mark: <Spinner />, className: 'bg-up-soft text-up' },
  waiting: {
    mark: <span className="size-1.5 rounded-full bg-current" />,
    className: 'border border-edge border-dashed bg-panel text-faint',
  },
  warn: { mark: <TriangleAlert />, className: 'bg-warn-soft text-warn' },
  failed: { mark: <X />, className: 'bg-bad-soft text-bad' },
  skipped: { mark: <Minus />, className: 'bg-line-soft text-faint' },
};

/** The way of one message: steps from top to bottom, each with its state as mark and as word. */
export function Timeline({ steps, label }: { steps: readonly TimelineStep[]; label: string }) {
  const t = useTranslations('ui.step');
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, index) => {
        const look = looks[step.state];
        const last = index === steps.length - 1;
        return (
          <li key={step.key} className="relative grid grid-cols-[24px_minmax(0,1fr)] gap-x-3">
            {last ? null : (
              <span
                aria-hidden="true"
                className={cx(
                  'absolute top-7 bottom-1 left-[11.5px] w-px',
                  step.state === 'waiting' ? 'bg-line' : 'bg-edge/50',
                )}
              />
            )}
            <span
              className={cx('grid size-6 place-items-center rounded-full [&_svg]:size-3.5', look.className)}
              aria-hidden="true"
            >
              {look.mark}
            </span>
            <div className={cx('min-w-0', last ? 'pb-0' : 'pb-5')}>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
                <h3
                  className={cx(
                    'font-semibold text-base leading-6',
                    (step.state === 'waiting' || step.state === 'skipped') && 'text-dim',
                  )}
                >
                  {step.title}
                </h3>
                <span className="sr-only">{t(step.state)}</span>
                <span className="flex-1" />
                {step.time ? <span className="mono text-dim">{step.time}</span> : null}
                {step.took ? <span className="mono text-faint">{step.took}</span> : null}
                {step.actions}
              </div>
              {step.children ? <div className="mt-1.5">{step.children}</div> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
