'use client';
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import X from 'lucide-react/icons/x';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { CanvasPoint } from './canvas-layout.ts';
import type { CanvasEdge } from './flow-canvas.tsx';

export type CanvasFlowEdge = Edge<{ edge: CanvasEdge; at: CanvasPoint | undefined }, 'wire'>;

/** A way with what went over it, what failed on it, and the cross that takes it apart. */
export function CanvasWire({ data, style, markerEnd, ...ends }: EdgeProps<CanvasFlowEdge>) {
  const t = useTranslations('ui.canvas');
  const format = useFormatter();
  const [path, middleX, middleY] = getBezierPath(ends);
  const { count, failed = 0, cut, newest, stage = 0 } = data?.edge ?? {};
  const { x, y } = data?.at ?? { x: middleX, y: middleY };
  const passing = usePassing(newest ?? null, stage);
  const write = (value: number) => format.number(value, { notation: 'compact' });
  return (
    <>
      <BaseEdge path={path} {...(style ? { style } : {})} {...(markerEnd ? { markerEnd } : {})} />
      {passing === null ? null : (
        <path
          key={passing}
          d={path}
          pathLength={1}
          className="wire-passing"
          style={{ animationDelay: `${stage * STAGE_MS}ms` }}
        />
      )}
      {count !== undefined || cut ? (
        <EdgeLabelRenderer>
          <div
            className="nodrag nopan pointer-events-auto absolute flex h-[19px] items-center gap-1 rounded-full border border-line bg-raised px-1.5 text-2xs text-dim"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {count === undefined ? null : <span>{write(count)}</span>}
            {failed > 0 ? (
              <span className="font-semibold text-bad">{t('failed', { count: write(failed) })}</span>
            ) : null}
            {cut ? (
              <button
                type="button"
                aria-label={cut.label}
                title={cut.label}
                onClick={(event) => {
                  event.stopPropagation();
                  cut.run();
                }}
                className="-mr-1 grid size-4 place-items-center rounded-full text-faint hover:bg-bad-soft hover:text-bad"
              >
                <X aria-hidden="true" className="size-3" />
              </button>
            ) : null}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
}

/** Also how long the light takes over one way (app/globals.css). */
const STAGE_MS = 700;

/** The moment of the message that is seen to pass now; null: none does. */
function usePassing(newest: number | null, stage: number): number | null {
  const [passing, show] = useState<number | null>(null);
  const before = useRef(newest);
  useEffect(() => {
    const known = before.current ?? 0;
    before.current = newest;
    if (newest === null || newest <= known) return;
    show(newest);
    const timer = setTimeout(() => show(null), (stage + 2) * STAGE_MS);
    return () => clearTimeout(timer);
  }, [newest, stage]);
  return passing;
}
