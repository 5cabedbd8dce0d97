'use client';
import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Skeleton } from '../skeleton.tsx';

export type CanvasState = 'ok' | 'warn' | 'failed' | 'inactive';
export type CanvasKind = 'devices' | 'decoder' | 'destination' | 'encoder' | 'joint' | 'instructions';

export interface CanvasNode {
  id: string;
  kind: CanvasKind;
  title: string;
  /** The kind of thing in words: device type, decoder language, destination kind. */
  subtitle?: string | undefined;
  state: CanvasState;
  /** What it has to say now: "412 devices", "2 failed". */
  note?: string | undefined;
  href?: string | undefined;
  /** Stands in place of the state's mark: a switch, an (i). Presses on it do not open the node. */
  control?: ReactNode;
  /**
   * `joint`: where several ways come together, small and round. `add`: nothing yet; opening it adds something. `plus`:
   * the same below others.
   */
  look?: 'box' | 'joint' | 'add' | 'plus' | undefined;
  /** Of a `plus`: the boxes whose column it ends. */
  after?: readonly string[] | undefined;
  /** Takes it off what is drawn, by the keyboard's Delete. */
  cut?: { label: string; run: () => void } | undefined;
}

export interface CanvasEdge {
  from: string;
  to: string;
  state?: CanvasState | undefined;
  /** Messages that went this way in the shown period. */
  count?: number | undefined;
  failed?: number | undefined;
  /** When something went this way last; a later moment than before lights it up. */
  newest?: number | null | undefined;
  /** How far along the drawing: what passes several ways at once is seen to go from one to the next. */
  stage?: number | undefined;
  /** Against the direction of the drawing. */
  back?: boolean | undefined;
  /** So many columns further. */
  span?: number | undefined;
  /** Not drawn: keeps a box in its column. */
  hidden?: boolean | undefined;
  /** Takes the way apart: the cross on it. */
  cut?: { label: string; run: () => void } | undefined;
}

export interface FlowCanvasProps {
  label: string;
  nodes: readonly CanvasNode[];
  edges: readonly CanvasEdge[];
  onOpen?: ((node: CanvasNode) => void) | undefined;
  /** Tailwind height class, where the drawing goes from left to right. */
  className?: string | undefined;
}

const View = dynamic(() => import('./flow-canvas-view.tsx').then((module) => module.FlowCanvasView), {
  ssr: false,
  loading: () => <Skeleton className="h-64! w-full rounded-none!" />,
});

export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <figure aria-label={props.label} className="min-w-0">
      <div className="flow-canvas isolate overflow-hidden rounded-xl border border-line bg-sunk">
        <View {...props} />
      </div>
      <CanvasAsList {...props} />
    </figure>
  );
}

/** The same graph in words. */
function CanvasAsList({ nodes, edges }: FlowCanvasProps) {
  const t = useTranslations('ui.canvas');
  const format = useFormatter();
  const title = (id: string) => nodes.find((node) => node.id === id)?.title ?? id;
  return (
    <ul className="sr-only">
      {nodes.map((node) => (
        <li key={node.id}>
          {[t(`kind.${node.kind}`), node.title, node.subtitle, t(`state.${node.state}`), node.note]
            .filter(Boolean)
            .join(', ')}
          <ul>
            {edges
              .filter((edge) => edge.from === node.id && !edge.hidden)
              .map((edge) => (
                <li key={edge.to}>
                  {t('to', { title: title(edge.to) })}
                  {edge.count === undefined ? '' : `: ${t('messages', { count: format.number(edge.count) })}`}
                  {edge.failed ? `, ${t('failed', { count: format.number(edge.failed) })}` : ''}
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
