'use client';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent, PointerEvent } from 'react';
import { Switch } from '#components/ui/switch.tsx';

/** Where it was touched, 0 to 1 from the top left, and how often. */
export interface TouchState {
  x: number;
  y: number;
  count: number;
}

const STEP = 0.1;
const STEPS: Record<string, [dx: number, dy: number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

const within = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(3));

export function TouchPad({
  state,
  onChange,
}: {
  state: TouchState | null;
  onChange: (state: TouchState | null) => void;
}) {
  const t = useTranslations('simulator.touch');
  const place = (event: PointerEvent<HTMLButtonElement>, count: number) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = within((event.clientX - box.left) / box.width);
    const y = within((event.clientY - box.top) / box.height);
    onChange({ x, y, count });
  };
  const press = (event: KeyboardEvent) => {
    if (!state) return;
    const step = STEPS[event.key];
    if (step) onChange({ ...state, x: within(state.x + step[0]), y: within(state.y + step[1]) });
    else if (event.key === 'Enter' || event.key === ' ') onChange({ ...state, count: state.count + 1 });
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-col gap-2">
      <Switch
        checked={state !== null}
        onCheckedChange={(on) => onChange(on ? { x: 0.5, y: 0.5, count: 0 } : null)}
        label={t('name')}
        hint={t('hint')}
      />
      {state ? (
        <div className="pl-[42px]">
          <button
            type="button"
            aria-label={t('pad', { x: state.x, y: state.y, count: state.count })}
            className="relative block h-36 w-full touch-none overflow-hidden rounded-lg border border-edge bg-sunk"
            onPointerDown={(event) => place(event, state.count + 1)}
            onPointerMove={(event) => event.buttons > 0 && place(event, state.count)}
            onKeyDown={press}
          >
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" className="size-full">
              <path
                d={`M0 ${state.y * 100}H100M${state.x * 100} 0V100`}
                className="stroke-accent"
                vectorEffect="non-scaling-stroke"
              />
            </svg>
            <span className="mono absolute right-2 bottom-1 text-dim text-xs" aria-hidden="true">
              {state.x} · {state.y} · {state.count}
            </span>
          </button>
        </div>
      ) : null}
    </div>
  );
}
