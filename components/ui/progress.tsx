'use client';
import { Progress as Base } from '@base-ui/react/progress';
import { useFormatter } from 'next-intl';
import type { ReactNode } from 'react';

export interface ProgressProps {
  label: ReactNode;
  /** None while the amount of work is unknown. */
  value: number | null;
  max: number;
  failed?: number | undefined;
  /** Said already beside it. */
  countsApart?: boolean | undefined;
}

/** Long work with its counts: "1,204 of 10,000". */
export function Progress({ label, value, max, failed = 0, countsApart = false }: ProgressProps) {
  const format = useFormatter();
  const share = max > 0 ? (failed / max) * 100 : 0;
  return (
    <Base.Root value={value} max={Math.max(max, 1)} className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1.5">
      <Base.Label className="text-sm">{label}</Base.Label>
      {countsApart ? null : (
        <span className="text-dim text-sm">
          {value === null ? '–' : format.number(value)} / {format.number(max)}
        </span>
      )}
      <Base.Track className="relative col-span-2 h-1.5 overflow-hidden rounded-full bg-line">
        <Base.Indicator className="h-full rounded-full bg-accent transition-[width] duration-300 data-[indeterminate]:w-1/3! data-[indeterminate]:animate-pulse" />
        {failed > 0 ? (
          <svg aria-hidden="true" className="absolute inset-0 size-full" preserveAspectRatio="none">
            <rect
              x={`${Math.max(0, ((value ?? 0) / Math.max(max, 1)) * 100 - share)}%`}
              width={`${share}%`}
              height="100%"
              fill="var(--bad)"
            />
          </svg>
        ) : null}
      </Base.Track>
    </Base.Root>
  );
}
