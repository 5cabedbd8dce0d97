import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import type { Tone } from './pill.tsx';

const tones: Record<Tone, string> = {
  good: 'text-accent',
  warn: 'text-warn',
  bad: 'text-bad',
  busy: 'text-up',
  idle: 'text-ink',
};

export interface FactProps {
  label: ReactNode;
  value: ReactNode;
  /** Unit or what puts the value in proportion: "dBm, SF9", "2 destinations". */
  unit?: ReactNode;
  tone?: Tone | undefined;
  title?: string | undefined;
}

/** A name of somebody's making, not a figure: it may take a second line. */
const isLong = (value: ReactNode): value is string => typeof value === 'string' && value.length > 24;

export function Fact({ label, value, unit, tone = 'idle', title }: FactProps) {
  return (
    <div title={title} className="min-w-0">
      <dt className="label-type">{label}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-1">
        <span
          title={isLong(value) ? value : undefined}
          className={cx(
            isLong(value) ? 'line-clamp-2 max-w-72' : 'whitespace-nowrap',
            'font-semibold text-md tracking-[-0.01em]',
            tones[tone],
          )}
        >
          {value}
        </span>
        {unit ? <span className="text-dim text-xs">{unit}</span> : null}
      </dd>
    </div>
  );
}

/** Facts in a row that answer before anyone asks; on a phone they stand two by two. */
export function Facts({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <dl
      className={cx(
        'grid grid-cols-2 gap-x-6 gap-y-2.5 sm:grid-cols-3 xl:flex xl:flex-wrap xl:[&>*+*]:border-line xl:[&>*+*]:border-l xl:[&>*+*]:pl-6',
        className,
      )}
    >
      {children}
    </dl>
  );
}
