'use client';
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  Controls,
  type Edge,
  MarkerType,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useWidth } from '../use-width.ts';
import { type CanvasDirection, layoutCanvas } from './canvas-layout.ts';
import { boxSize, CanvasBox, type CanvasFlowNode } from './canvas-node.tsx';
import type { CanvasState, FlowCanvasProps } from './flow-canvas.tsx';

const nodeTypes = { box: CanvasBox };
const strokes: Record<CanvasState, string> = {
  ok: 'var(--edge)',
  warn: 'var(--warn)',
  failed: 'var(--bad)',
  inactive: 'var(--ghost)',
};
const fit = { padding: 0.12, maxZoom: 1 };

const phoneWidth = 560;

export function FlowCanvasView(props: FlowCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return (
    <div ref={box} className="size-full">
      {width === null ? null : <Graph {...props} direction={width < phoneWidth ? 'TB' : 'LR'} />}
    </div>
  );
}

function Graph({ label, nodes, edges, onOpen, direction }: FlowCanvasProps & { direction: CanvasDirection }) {
  const t = useTranslations('ui.canvas');
  const router = useRouter();
  const format = useFormatter();
  const [flow, setFlow] = useState<ReactFlowInstance<CanvasFlowNode> | null>(null);
  const placed = useMemo<CanvasFlowNode[]>(() => {
    const boxes = layoutCanvas(
      nodes.map(({ id }) => ({ id, ...boxSize })),
      edges,
      direction,
    );
    return nodes.map((node, index) => ({
      id: node.id,
      type: 'box',
      position: { x: boxes[index]?.x ?? 0, y: boxes[index]?.y ?? 0 },
      data: { node, direction },
      ariaLabel: [t(`kind.${node.kind}`), node.title, t(`state.${node.state}`)].join(', '),
      ...boxSize,
    }));
  }, [nodes, edges, direction, t]);
  const drawn = useMemo<Edge[]>(
    () => edges.map((edge) => flowEdge(edge, (count) => format.number(count, { notation: 'compact' }))),
    [edges, format],
  );
  const shape = `${direction}|${nodes.map((node) => node.id).join()}|${edges.map((edge) => `${edge.from}>${edge.to}`).join()}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits again when the graph has another shape, not when a count moves
  useEffect(() => {
    if (flow) void flow.fitView(fit);
  }, [flow, shape]);
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
      onInit={setFlow}
      onNodeClick={(_event, node) => open(node.id)}
      onKeyDown={(event) => {
        const id = (event.target as HTMLElement).closest('[data-id]')?.getAttribute('data-id');
        if (event.key === 'Enter' && id) open(id);
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
      proOptions={{ hideAttribution: false }}
    >
      <Background variant={BackgroundVariant.Dots} gap={18} size={1} color="var(--line)" />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}

function flowEdge(
  { from, to, state = 'ok', count }: FlowCanvasProps['edges'][number],
  write: (count: number) => string,
): Edge {
  const stroke = strokes[state];
  return {
    id: `${from}>${to}`,
    source: from,
    target: to,
    focusable: false,
    animated: false,
    style: { stroke, strokeWidth: 1.5, ...(state === 'inactive' ? { strokeDasharray: '4 4' } : {}) },
    markerEnd: { type: MarkerType.ArrowClosed, color: stroke, width: 14, height: 14 },
    ...(count === undefined
      ? {}
      : {
          label: write(count),
          labelShowBg: true,
          labelBgPadding: [5, 2] as [number, number],
          labelBgBorderRadius: 8,
        }),
  };
}
