import dagre from '@dagrejs/dagre';

export interface CanvasSize {
  width: number;
  height: number;
}

export interface PlacedBox extends CanvasSize {
  id: string;
  x: number;
  y: number;
}

export function extentOf(boxes: readonly PlacedBox[]): CanvasSize {
  return {
    width: Math.max(1, ...boxes.map((box) => box.x + box.width)),
    height: Math.max(1, ...boxes.map((box) => box.y + box.height)),
  };
}

export type CanvasDirection = 'LR' | 'TB';

/** Left to right (on phones top to bottom), in the order given where nothing else decides. Returns upper left corners. */
export function layoutCanvas(
  nodes: readonly ({ id: string } & CanvasSize)[],
  edges: readonly { from: string; to: string }[],
  direction: CanvasDirection = 'LR',
): PlacedBox[] {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: direction,
    nodesep: direction === 'LR' ? 22 : 12,
    ranksep: direction === 'LR' ? 104 : 44,
    marginx: direction === 'LR' ? 12 : 2,
    marginy: 12,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  const known = new Set(nodes.map((node) => node.id));
  for (const { from, to } of edges) if (known.has(from) && known.has(to)) graph.setEdge(from, to);
  dagre.layout(graph);
  return nodes.map(({ id, width, height }) => {
    const placed = graph.node(id);
    return { id, width, height, x: placed.x - width / 2, y: placed.y - height / 2 };
  });
}
