'use client';
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  Controls,
  MarkerType,
  ReactFlow,
  useReactFlow,
  useStore,
  type Viewport,
} from '@xyflow/react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { cx } from '../cx.ts';
import { useWidth } from '../use-width.ts';
import { type CanvasForm, formFor, sizeOf } from './canvas-form.ts';
import {
  type ArrowKey,
  type CanvasPoint,
  extentOf,
  layoutCanvas,
  neighbourOf,
  type PlacedBox,
  placeLabels,
} from './canvas-layout.ts';
import { CanvasBox, type CanvasFlowNode } from './canvas-node.tsx';
import { type CanvasFlowEdge, CanvasWire } from './canvas-wire.tsx';
import type { CanvasState, FlowCanvasProps } from './flow-canvas.tsx';

const DEFAULT_HEIGHT = 'h-80';
/** Below that nobody reads. */
const SMALLEST = 0.7;

const nodeTypes = { box: CanvasBox };
const edgeTypes = { wire: CanvasWire };
const strokes: Record<CanvasState, string> = {
  ok: 'var(--edge)',
  warn: 'var(--warn)',
  failed: 'var(--bad)',
  inactive: 'var(--ghost)',
};
const FIT = { padding: 0.04, maxZoom: 1 } as const;

export function FlowCanvasView(props: FlowCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const form = formFor(width ?? Number.POSITIVE_INFINITY, props.nodes);
  const shape = shapeOf(props);
  // Counts move all the time; a large drawing takes a third of a second to lay out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: shape tells all that the layout reads of nodes and edges
  const boxes = useMemo(
    () =>
      layoutCanvas(
        props.nodes.map((node) => ({ id: node.id, after: node.after, ...sizeOf(node, form) })),
        props.edges,
        form,
      ),
    [shape, form],
  );
  // Where there is much of it the drawing says how tall it is: neither cut off nor lost in an empty box.
  const natural = form.dense || form.direction === 'TB';
  const extent = extentOf(boxes);
  const zoom = Math.max(SMALLEST, Math.min(1, (width ?? 0) / extent.width));
  const tall = Math.ceil(extent.height * zoom) + 12;
  // Where it is moved with the finger, the page must be left something to be moved by.
  const narrow = form.dense && extent.width * zoom > (width ?? 0) + 1;
  return (
    <div
      ref={box}
      className={cx('w-full', !natural && (props.className ?? DEFAULT_HEIGHT))}
      style={natural ? { height: narrow ? `min(${tall}px, 75vh)` : tall } : undefined}
    >
      {width === null ? null : (
        <Graph
          {...props}
          boxes={boxes}
          form={form}
          // What is wider than the window begins at its beginning.
          start={natural ? { x: Math.max(0, (width - extent.width * zoom) / 2), y: 0, zoom } : null}
        />
      )}
    </div>
  );
}

function shapeOf({ nodes, edges }: Pick<FlowCanvasProps, 'nodes' | 'edges'>): string {
  const boxes = nodes.map((node) => `${node.id} ${node.look}`).join();
  return `${boxes}|${edges.map(({ from, to, span }) => `${from}>${to}*${span}`).join()}`;
}

interface GraphProps extends FlowCanvasProps {
  boxes: readonly PlacedBox[];
  form: CanvasForm;
  /** Where the reader begins; null: the drawing is fitted into its paper. */
  start: Viewport | null;
}

function Graph({ label, nodes, edges, onOpen, boxes, form, start }: GraphProps) {
  const t = useTranslations('ui.canvas');
  const router = useRouter();
  const paper = useRef<HTMLDivElement>(null);
  const placed = useMemo<CanvasFlowNode[]>(
    () =>
      nodes.map((node, index) => ({
        id: node.id,
        type: 'box',
        position: { x: boxes[index]?.x ?? 0, y: boxes[index]?.y ?? 0 },
        data: { node, form },
        ariaLabel: [t(`kind.${node.kind}`), node.title, t(`state.${node.state}`)].join(', '),
        ...sizeOf(node, form),
      })),
    [nodes, boxes, form, t],
  );
  const drawn = useMemo<CanvasFlowEdge[]>(() => {
    const shown = edges.filter((edge) => !edge.hidden);
    const places = placeLabels(boxes, shown, form.direction);
    return shown.map((edge) => wireOf(edge, places.get(`${edge.from}>${edge.to}`)));
  }, [edges, boxes, form]);
  const shape = `${form.direction}${form.dense}|${shapeOf({ nodes, edges })}`;
  const open = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    if (!node) return;
    if (onOpen) onOpen(node);
    else if (node.href) router.push(node.href);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const id = (event.target as HTMLElement).closest('[data-id]')?.getAttribute('data-id');
    if (!id || !isNodeItself(event.target)) return;
    const to = isArrow(event.key) ? neighbourOf(boxes, id, event.key) : null;
    const cut = nodes.find((node) => node.id === id)?.cut;
    if (event.key === 'Enter') open(id);
    else if (to) paper.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(to)}"]`)?.focus();
    else if (event.key === 'Delete' && cut) cut.run();
    else return;
    event.preventDefault();
  };
  return (
    <ReactFlow
      ref={paper}
      aria-label={label}
      ariaLabelConfig={{ 'node.a11yDescription.default': t('keys') }}
      nodes={placed}
      edges={drawn}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(event, node) => isNodeItself(event.target) && open(node.id)}
      onKeyDown={onKey}
      {...(start ? { defaultViewport: start } : { fitView: true })}
      fitViewOptions={FIT}
      minZoom={0.25}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      zoomOnScroll={false}
      preventScrolling={false}
      // Its keys are listened for on the whole page, where Space would be taken out of the code editor beside it.
      panActivationKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      zoomActivationKeyCode={null}
      deleteKeyCode={null}
    >
      <Fitting start={start} shape={shape} />
      <Background variant={BackgroundVariant.Dots} gap={18} size={1} color="var(--line)" />
      {form.direction === 'LR' ? (
        <Controls showInteractive={false} orientation="horizontal" position="bottom-center" />
      ) : null}
    </ReactFlow>
  );
}

/** Fits again when the graph has another shape or its paper another size, not when a count moves. */
function Fitting({ start, shape }: { start: Viewport | null; shape: string }) {
  const { fitView, setViewport } = useReactFlow();
  const size = useStore(({ width, height }) => `${width}x${height}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shape and size are when, not what
  useEffect(() => {
    void (start ? setViewport(start) : fitView(FIT));
  }, [fitView, setViewport, shape, size]);
  return null;
}

/** Not a control within it, and not something that it opened elsewhere on the page. */
function isNodeItself(target: EventTarget): boolean {
  const element = target as HTMLElement;
  return Boolean(element.closest('.react-flow__node')) && !element.closest('button,a,label,input');
}

const isArrow = (key: string): key is ArrowKey => /^Arrow(?:Left|Right|Up|Down)$/.test(key);

function wireOf(edge: FlowCanvasProps['edges'][number], at: CanvasPoint | undefined): CanvasFlowEdge {
  const { from, to, state = 'ok', back } = edge;
  const stroke = strokes[state];
  return {
    id: `${from}>${to}`,
    type: 'wire',
    source: from,
    target: to,
    sourceHandle: back ? 'back-out' : 'out',
    targetHandle: back ? 'back-in' : 'in',
    data: { edge, at },
    focusable: false,
    animated: false,
    style: { stroke, strokeWidth: 1.5, ...(state === 'inactive' ? { strokeDasharray: '4 4' } : {}) },
    markerEnd: { type: MarkerType.ArrowClosed, color: stroke, width: 14, height: 14 },
  };
}
