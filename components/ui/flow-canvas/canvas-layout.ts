import dagre from '@dagrejs/dagre';
import type { CanvasForm } from './canvas-form.ts';

export interface CanvasSize {
  width: number;
  height: number;
}

export interface CanvasPoint {
  x: number;
  y: number;
}

export interface PlacedBox extends CanvasSize, CanvasPoint {
  id: string;
}

export interface LaidBox extends CanvasSize {
  id: string;
  /** Ends the column of these, whatever it is linked to. */
  after?: readonly string[] | undefined;
}

export interface LaidEdge {
  from: string;
  to: string;
  /** Drawn against the direction of the drawing: places as the way the other way round would. */
  back?: boolean | undefined;
  /** So many columns further. */
  span?: number | undefined;
}

export function extentOf(boxes: readonly PlacedBox[]): CanvasSize {
  return {
    width: Math.max(1, ...boxes.map((box) => box.x + box.width)),
    height: Math.max(1, ...boxes.map((box) => box.y + box.height)),
  };
}

const MARGIN = 12;

/** Left to right (on phones top to bottom), in the order given where nothing else decides. Returns upper left corners. */
export function layoutCanvas(
  nodes: readonly LaidBox[],
  edges: readonly LaidEdge[],
  form: CanvasForm,
): PlacedBox[] {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: form.direction,
    nodesep: form.boxes,
    ranksep: form.ranks,
    marginx: form.direction === 'LR' ? MARGIN : 2,
    marginy: MARGIN,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(nodes.filter(({ after }) => !after?.length).map(({ id }) => id));
  for (const { id, width, height } of nodes) if (known.has(id)) graph.setNode(id, { width, height });
  for (const { from, to, back, span = 1 } of edges)
    if (known.has(from) && known.has(to)) graph.setEdge(back ? to : from, back ? from : to, { minlen: span });
  dagre.layout(graph);
  const placed = nodes.flatMap(({ id, width, height }) => {
    if (!known.has(id)) return [];
    const at = graph.node(id);
    return [{ id, width, height, x: at.x - width / 2, y: at.y - height / 2 }];
  });
  const boxes = form.dense ? drawnTogether(placed, form) : placed;
  const found = new Map(boxes.map((box) => [box.id, box]));
  return nodes.flatMap((node) => found.get(node.id) ?? atTheEnd(node, boxes, form) ?? []);
}

/** Below the last of its column; where columns lie, right of it. */
function atTheEnd(node: LaidBox, boxes: readonly PlacedBox[], form: CanvasForm): PlacedBox | undefined {
  const { id, width, height } = node;
  const column = boxes.filter((box) => node.after?.includes(box.id));
  const [first] = column;
  if (!first) return undefined;
  if (form.direction === 'TB')
    return {
      id,
      width,
      height,
      x: Math.max(...column.map((box) => box.x + box.width)) + form.boxes,
      y: first.y + (first.height - height) / 2,
    };
  return {
    id,
    width,
    height,
    x: first.x,
    y: Math.max(...column.map((box) => box.y + box.height)) + form.boxes,
  };
}

/** Between boxes of a long column there is no more than this, however far apart they would like to be. */
const WIDEST_GAP = 110;

/** Columns of a long drawing begin where it is first seen, and hold together. */
function drawnTogether(boxes: readonly PlacedBox[], form: CanvasForm): PlacedBox[] {
  const columnOf = ({ x, width }: PlacedBox) => Math.round(x + width / 2);
  const bottoms = new Map<number, { was: number; is: number }>();
  const moved = new Map<string, PlacedBox>();
  for (const box of [...boxes].sort((a, b) => a.y - b.y)) {
    const before = bottoms.get(columnOf(box));
    const gap = before ? Math.min(WIDEST_GAP, Math.max(form.boxes, box.y - before.was)) : 0;
    const y = before ? before.is + gap : MARGIN;
    bottoms.set(columnOf(box), { was: box.y + box.height, is: y + box.height });
    moved.set(box.id, { ...box, y });
  }
  return boxes.map((box) => moved.get(box.id) ?? box);
}

const LABEL = { width: 64, height: 21 };
/** Where along a way its label is tried, the middle first. */
const TRIED = [0.5, 0.36, 0.64, 0.24, 0.76, 0.3, 0.7, 0.43, 0.57, 0.18, 0.82];

/** A place on each way for what it tells, so that no two cover each other as long as there is one. By `from>to`. */
export function placeLabels(
  boxes: readonly PlacedBox[],
  edges: readonly LaidEdge[],
  direction: CanvasForm['direction'],
): Map<string, CanvasPoint> {
  const at = new Map(boxes.map((box) => [box.id, box]));
  const taken: CanvasPoint[] = [];
  const places = new Map<string, CanvasPoint>();
  const isFree = (point: CanvasPoint) =>
    taken.every(
      (other) => Math.abs(other.x - point.x) >= LABEL.width || Math.abs(other.y - point.y) >= LABEL.height,
    );
  for (const { from, to, back } of edges) {
    const [begin, end] = [at.get(back ? to : from), at.get(back ? from : to)];
    if (!begin || !end) continue;
    const points = TRIED.map((share) => along(begin, end, direction, share));
    const point = points.find(isFree) ?? (points[0] as CanvasPoint);
    taken.push(point);
    places.set(`${from}>${to}`, point);
  }
  return places;
}

/** On the curve between two boxes, as it is drawn: a cubic Bézier whose handles lie half way. */
function along(
  begin: PlacedBox,
  end: PlacedBox,
  direction: CanvasForm['direction'],
  share: number,
): CanvasPoint {
  const blend = (...[a, b, c, d]: [number, number, number, number]) =>
    a * (1 - share) ** 3 +
    3 * b * share * (1 - share) ** 2 +
    3 * c * share ** 2 * (1 - share) +
    d * share ** 3;
  const middle = ({ x, y, width, height }: PlacedBox) => ({ x: x + width / 2, y: y + height / 2 });
  if (direction === 'LR') {
    const [x, y, u, v] = [begin.x + begin.width, middle(begin).y, end.x, middle(end).y];
    return { x: blend(x, (x + u) / 2, (x + u) / 2, u), y: blend(y, y, v, v) };
  }
  const [x, y, u, v] = [middle(begin).x, begin.y + begin.height, middle(end).x, end.y];
  return { x: blend(x, x, u, u), y: blend(y, (y + v) / 2, (y + v) / 2, v) };
}

export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The box that one comes to from another by an arrow key: the nearest on that side, straight ahead before aside. */
export function neighbourOf(boxes: readonly PlacedBox[], id: string, key: ArrowKey): string | null {
  const here = boxes.find((box) => box.id === id);
  if (!here) return null;
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  const distance = (box: PlacedBox) => {
    const dx = box.x + box.width / 2 - (here.x + here.width / 2);
    const dy = box.y + box.height / 2 - (here.y + here.height / 2);
    const [ahead, aside] = sideways ? [dx * sign, dy] : [dy * sign, dx];
    return ahead > 1 ? ahead + 3 * Math.abs(aside) : Number.POSITIVE_INFINITY;
  };
  const [nearest] = boxes
    .map((box) => ({ id: box.id, far: distance(box) }))
    .filter(({ far }) => Number.isFinite(far))
    .sort((a, b) => a.far - b.far);
  return nearest?.id ?? null;
}
