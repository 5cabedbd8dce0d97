'use client';
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  Controls,
  type FitViewOptions,
  MarkerType,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef } from 'react';
import { cx } from '../cx.ts';
import { useWidth } from '../use-width.ts';
import { type CanvasDirection, extentOf, layoutCanvas, type PlacedBox } from './canvas-layout.ts';
import { CanvasBox, type CanvasFlowNode, sizeOf } from './canvas-node.tsx';
import { type CanvasFlowEdge, CanvasWire } from './canvas-wire.tsx';
import type { CanvasState, FlowCanvasProps } from './flow-canvas.tsx';

const DEFAULT_HEIGHT = 'h-80';

const nodeTypes = { box: CanvasBox };
const edgeTypes = { wire: CanvasWire };
const strokes: Record<CanvasState, string> = {
  ok: 'var(--edge)',
  warn: 'var(--warn)',
  failed: 'var(--bad)',
  inactive: 'var(--ghost)',
};
const fits = {
  LR: { padding: 0.12, maxZoom: 1 },
  // A phone has no room to give away; what is still too wide is moved with the finger, at a size that can be read.
  TB: { padding: '6px', maxZoom: 1, minZoom: 0.7 },
} as const;

const phoneWidth = 560;

export function FlowCanvasView(props: FlowCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const direction = width !== null && width < phoneWidth ? 'TB' : 'LR';
  const boxes = useMemo(
    () =>
      layoutCanvas(
        props.nodes.map((node) => ({ id: node.id, ...sizeOf(node, direction) })),
        props.edges,
        direction,
      ),
    [props.nodes, props.edges, direction],
  );
  // On a phone the drawing says how tall it is: neither cut off nor lost in an empty box.
  const extent = extentOf(boxes);
  const tall = Math.ceil(extent.height * Math.max(0.7, Math.min(1, (width ?? 0) / extent.width))) + 12;
  return (
    <div
      ref={box}
      className={cx('w-full', direction === 'LR' && (props.className ?? DEFAULT_HEIGHT))}
      style={direction === 'TB' ? { height: tall } : undefined}
    >
      {width === null ? null : <Graph {...props} boxes={boxes} direction={direction} />}
    </div>
  );
}

interface GraphProps extends FlowCanvasProps {
  boxes: readonly PlacedBox[];
  direction: CanvasDirection;
}

function Graph({ label, nodes, edges, onOpen, boxes, direction }: GraphProps) {
  const t = useTranslations('ui.canvas');
  const router = useRouter();
  const fit = fits[direction];
  const placed = useMemo<CanvasFlowNode[]>(
    () =>
      nodes.map((node, index) => ({
        id: node.id,
        type: 'box',
        position: { x: boxes[index]?.x ?? 0, y: boxes[index]?.y ?? 0 },
        data: { node, direction },
        ariaLabel: [t(`kind.${node.kind}`), node.title, t(`state.${node.state}`)].join(', '),
        ...sizeOf(node, direction),
      })),
    [nodes, boxes, direction, t],
  );
  const drawn = useMemo<CanvasFlowEdge[]>(() => edges.map(wireOf), [edges]);
  const shape = `${direction}|${nodes.map((node) => node.id).join()}|${edges.map((edge) => `${edge.from}>${edge.to}`).join()}`;
  const open = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    if (!node) return;
    if (onOpen) onOpen(node);
    else if (node.href) router.push(node.href);
  };
  return (
    <ReactFlow
      aria-label={label}
      nodes={placed}
      edges={drawn}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(event, node) => isNodeItself(event.target) && open(node.id)}
      onKeyDown={(event) => {
        const id = (event.target as HTMLElement).closest('[data-id]')?.getAttribute('data-id');
        if (event.key === 'Enter' && id && isNodeItself(event.target)) open(id);
      }}
      fitView
      fitViewOptions={fit}
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
      <Fitting fit={fit} shape={shape} />
      <Background variant={BackgroundVariant.Dots} gap={18} size={1} color="var(--line)" />
      {direction === 'LR' ? <Controls showInteractive={false} position="bottom-left" /> : null}
    </ReactFlow>
  );
}

/** Fits again when the graph has another shape or its paper another size, not when a count moves. */
function Fitting({ fit, shape }: { fit: FitViewOptions; shape: string }) {
  const { fitView } = useReactFlow();
  const size = useStore(({ width, height }) => `${width}x${height}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shape and size are when, not what
  useEffect(() => {
    void fitView(fit);
  }, [fitView, fit, shape, size]);
  return null;
}

/** Not a control within it, and not something that it opened elsewhere on the page. */
function isNodeItself(target: EventTarget): boolean {
  const element = target as HTMLElement;
  return Boolean(element.closest('.react-flow__node')) && !element.closest('button,a,label,input');
}

function wireOf(edge: FlowCanvasProps['edges'][number]): CanvasFlowEdge {
  const { from, to, state = 'ok' } = edge;
  const stroke = strokes[state];
  return {
    id: `${from}>${to}`,
    type: 'wire',
    source: from,
    target: to,
    data: { edge },
    focusable: false,
    animated: false,
    style: { stroke, strokeWidth: 1.5, ...(state === 'inactive' ? { strokeDasharray: '4 4' } : {}) },
    markerEnd: { type: MarkerType.ArrowClosed, color: stroke, width: 14, height: 14 },
  };
}
