import { describe, expect, it } from 'vitest';
import {
  decoderState as decoder,
  destinationState as destination,
  encoderState as encoder,
  failure,
  flowFacts,
  largeFlow,
  troubledFlow,
  typeState as type,
} from './flow-facts.fixture.ts';
import { flowGraph } from './graph-rules.ts';
import { flowWarnings } from './warning-rules.ts';

const ways = (graph: ReturnType<typeof flowGraph>) =>
  graph.edges.map((edge) => [edge.id, edge.messagesLastHour, edge.failuresLastHour, edge.newest]);

describe('graph', () => {
  it('leads from the devices through the enabled decoders to every destination, with what passed in the last hour', () => {
    const graph = flowGraph(
      flowFacts({ types: [type({ decoders: [decoder(), decoder({ id: 'd2', enabled: false })] })] }),
    );
    expect(graph.nodes.map((node) => node.id)).toEqual(['devices:t1', 'decoder:d1', 'destination:x1']);
    expect(ways(graph)).toEqual([
      ['devices:t1>decoder:d1', 4, 0, 100],
      ['decoder:d1>destination:x1', 4, 1, 200],
    ]);
  });

  it('leads from instructions through the enabled encoders to the devices', () => {
    const encoders = [encoder(), encoder({ id: 'e2', enabled: false })];
    const second = type({
      deviceType: { id: 't2', name: 'Other', category: 'own', networks: ['lora'] },
      encoders: [encoder()],
    });
    const graph = flowGraph(flowFacts({ types: [type({ encoders }), second], destinations: [] }));
    expect(graph.nodes.map((node) => node.id)).toContain('instructions');
    expect(ways(graph).filter(([id]) => String(id).includes('encoder'))).toEqual([
      ['encoder:e1>devices:t1', 2, 1, 50],
      ['encoder:e1>devices:t2', 2, 1, 50],
      ['instructions>encoder:e1', 4, 2, 50],
    ]);
    const none = flowGraph(flowFacts({ types: [type({ encoders: [encoder({ enabled: false })] })] }));
    expect(none.nodes.some((node) => node.kind === 'instructions')).toBe(false);
  });

  it('joins in a merger what the destination merges, and nothing else', () => {
    const decoders = [decoder(), decoder({ id: 'd2' })];
    const merger = { decoders: [{ id: 'd2', name: 'd2' }], ttlSeconds: 10 };
    const graph = flowGraph(
      flowFacts({ types: [type({ decoders })], destinations: [destination({ merger })] }),
    );
    const into = (id: string) => graph.edges.filter((edge) => edge.to === id).map((edge) => edge.from);
    expect(into('merger:x1')).toEqual(['decoder:d2']);
    expect(into('destination:x1')).toEqual(['decoder:d1', 'merger:x1']);
  });

  it('a decoder of two types is one node with two ways in', () => {
    const second = type({ deviceType: { id: 't2', name: 'Other', category: 'own', networks: ['lora'] } });
    const graph = flowGraph(flowFacts({ types: [type(), second] }));
    expect(graph.nodes.filter((node) => node.kind === 'decoder')).toHaveLength(1);
    expect(graph.edges.filter((edge) => edge.to === 'decoder:d1')).toHaveLength(2);
  });

  it('colours what has a problem and greys what is off', () => {
    const graph = flowGraph(
      flowFacts({
        types: [type({ decoders: [decoder({ lastFailure: failure })] })],
        destinations: [destination({ status: 'paused' })],
      }),
    );
    expect(graph.nodes.map((node) => node.status)).toEqual(['ok', 'warning', 'inactive']);
    const off = flowGraph(flowFacts({ device: { id: 'v1', name: 'V', status: 'DEACTIVATED' } }));
    expect(off.nodes[0]).toMatchObject({ kind: 'device', status: 'inactive' });
  });

  it('every warning stands at the component that it is about', () => {
    const facts = troubledFlow();
    const at = flowGraph(facts).nodes.flatMap((node) => node.warnings);
    expect(new Set(at)).toEqual(new Set(flowWarnings(facts).filter(({ object }) => object.kind !== 'flow')));
    const codes = (id: string) =>
      flowGraph(facts)
        .nodes.find((node) => node.id === id)
        ?.warnings.map(({ code }) => code);
    expect(codes('devices:t1')).toEqual([
      'flows.payload-unread',
      'flows.encoder-missing',
      'flows.device-deactivated',
    ]);
    expect(codes('encoder:e2')).toEqual(['flows.encoder-misfit']);
  });

  it('forty types and ten destinations are as many boxes as there are things, each way once', () => {
    const { nodes, edges } = flowGraph(largeFlow(40, 10));
    const count = (kind: string) => nodes.filter((node) => node.kind === kind).length;
    expect(['devices', 'decoder', 'encoder', 'merger', 'destination', 'instructions'].map(count)).toEqual([
      40, 41, 40, 5, 10, 1,
    ]);
    expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
    const known = new Set(nodes.map(({ id }) => id));
    expect(edges.filter(({ from, to }) => !known.has(from) || !known.has(to))).toEqual([]);
    // Types to their decoders, encoders both ways, decoders to ten destinations, five of them by a merger.
    expect(edges).toHaveLength(80 + 80 + 41 * 10 + 5);
  });
});
