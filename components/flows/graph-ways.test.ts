import { describe, expect, it } from 'vitest';
import { FORMS, sizeOf } from '#components/ui/flow-canvas/canvas-form.ts';
import { layoutCanvas, type PlacedBox } from '#components/ui/flow-canvas/canvas-layout.ts';
import type { CanvasNode } from '#components/ui/flow-canvas/flow-canvas.tsx';
import type { FlowFacts } from '#server/flows/contract.ts';
import { flowFacts, largeFlow, troubledFlow } from '#server/flows/flow-facts.fixture.ts';
import { flowGraph } from '#server/flows/graph-rules.ts';
import type { GraphDoors, GraphWords } from './graph-model.tsx';
import { additionsOf, CANVAS_KINDS, waysOf } from './graph-ways.ts';

const words = ((key: string) => key) as unknown as GraphWords;
const doors: GraphDoors = {
  mayUpdate: true,
  addsDevices: true,
  switchOff: () => undefined,
  unlink: () => undefined,
  add: () => undefined,
};

function drawn(facts: FlowFacts, may = doors) {
  const flow = { ...facts, warnings: [], graph: flowGraph(facts) };
  const nodes: CanvasNode[] = [
    ...flow.graph.nodes.map((node) => ({
      id: node.id,
      kind: CANVAS_KINDS[node.kind],
      title: node.name,
      state: 'ok' as const,
    })),
    ...additionsOf(flow, may, words),
    { id: 'joint', kind: 'joint', title: 'SenML', state: 'ok', look: 'joint' },
  ];
  return { nodes, edges: waysOf(flow, nodes, may, words) };
}

const overlapping = (boxes: PlacedBox[]) =>
  boxes.flatMap((a, n) =>
    boxes
      .slice(n + 1)
      .filter(
        (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      )
      .map((b) => `${a.id} and ${b.id}`),
  );

const EXTREMES: [string, FlowFacts][] = [
  ['nothing', flowFacts({ types: [], destinations: [] })],
  ['one device', largeFlow(1, 1)],
  ['forty types and ten destinations', largeFlow(40, 10)],
  ['everything wrong at once', troubledFlow()],
];

describe.each(EXTREMES)('%s', (_, facts) => {
  const { nodes, edges } = drawn(facts);

  it.each(Object.entries(FORMS))('in the form %s no box covers another', (_name, form) => {
    const boxes = layoutCanvas(
      nodes.map((node) => ({ id: node.id, after: node.after, ...sizeOf(node, form) })),
      edges,
      form,
    );
    expect(boxes.map(({ id }) => id)).toEqual(nodes.map(({ id }) => id));
    expect(overlapping(boxes)).toEqual([]);
    const along = ({ x, y, width, height }: PlacedBox) =>
      form.direction === 'LR' ? x + width / 2 : y + height / 2;
    const column = (...kinds: string[]) => {
      const ids = new Set(nodes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id));
      return new Set(boxes.filter(({ id }) => ids.has(id)).map((one) => Math.round(along(one))));
    };
    // Everything of a kind stands in its column, what is told from there beside the destinations.
    expect(column('devices').size).toBe(1);
    expect(column('decoder', 'encoder').size).toBeLessThanOrEqual(1);
    expect(column('destination', 'instructions').size).toBe(1);
  });

  it('every way is between boxes that are there, once', () => {
    const known = new Set(nodes.map(({ id }) => id));
    expect(edges.filter(({ from, to }) => !known.has(from) || !known.has(to))).toEqual([]);
    expect(new Set(edges.map(({ from, to }) => `${from}>${to}`)).size).toBe(edges.length);
  });
});

it('who may only look finds nothing to cut or to add', () => {
  const { nodes, edges } = drawn(largeFlow(2, 2), { ...doors, mayUpdate: false });
  expect(edges.filter((edge) => edge.cut)).toEqual([]);
  expect(nodes.filter((node) => node.look === 'plus')).toEqual([]);
});

it('a way is cut for the type that it comes from, a destination where it hangs', () => {
  const told: unknown[] = [];
  const { edges } = drawn(largeFlow(2, 2), {
    ...doors,
    switchOff: (...what) => told.push(what),
    unlink: (what) => told.push(what),
  });
  const cut = (from: string, to: string) =>
    edges.find((edge) => edge.from === from && edge.to === to)?.cut?.run();
  cut('devices:t1', 'decoder:shared');
  cut('encoder:e1', 'devices:t1');
  cut('joint', 'destination:x0');
  cut('merger:x1', 'destination:x1');
  expect(told).toEqual([
    ['decoder', { id: 'shared', name: '+ LoRa Geolocation data' }, 't1'],
    ['encoder', { id: 'e1', name: '‹ Commands 1' }, 't1'],
    { id: 'x0', name: 'Destination 0' },
    { id: 'x1', name: 'Destination 1' },
  ]);
});
