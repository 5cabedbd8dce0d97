import { describe, expect, it } from 'vitest';
import type { FlowDecoderState, FlowDestinationState, FlowDeviceType, FlowFacts } from './contract.ts';
import { flowGraph, flowWarnings } from './rules.ts';

const decoder = (more: Partial<FlowDecoderState> = {}): FlowDecoderState => ({
  id: 'd1',
  name: '= Raw',
  description: null,
  kind: 'built-in',
  own: false,
  records: [],
  runnable: true,
  enabled: true,
  lastHour: { messages: 4, failures: 0 },
  lastFailure: null,
  ...more,
});
const type = (more: Partial<FlowDeviceType> = {}): FlowDeviceType => ({
  deviceType: { id: 't1', name: 'Sensor', category: 'own', networks: ['lora'] },
  devices: 3,
  deactivated: 0,
  messagesLastHour: 4,
  decoders: [decoder()],
  ...more,
});
const destination = (more: Partial<FlowDestinationState> = {}): FlowDestinationState => ({
  id: 'x1',
  name: 'Hook',
  kind: 'https',
  status: 'active',
  failuresInARow: 0,
  failingSince: null,
  lastError: null,
  lastHour: { delivered: 4, failed: 0 },
  backlog: 0,
  byDecoder: { d1: { delivered: 3, failed: 1 } },
  ...more,
});
const facts = (more: Partial<FlowFacts> = {}): FlowFacts => ({
  id: 'f1',
  name: 'Flow',
  types: [type()],
  destinations: [destination()],
  ...more,
});

const failure = { at: new Date(0), message: 'x is not defined', line: 3, uplinkId: 1, deviceId: 'v1' };

describe('warnings', () => {
  it.each<[string, Partial<FlowFacts>, string[]]>([
    ['nothing is wrong', {}, []],
    ['empty', { types: [], destinations: [] }, ['flows.no-device', 'flows.no-destination']],
    [
      'no decoder enabled',
      { types: [type({ decoders: [decoder({ enabled: false, lastFailure: failure })] })] },
      ['flows.no-decoder'],
    ],
    [
      'decoder failing',
      { types: [type({ decoders: [decoder({ lastFailure: failure })] })] },
      ['flows.decoder-failing'],
    ],
    [
      'decoder never published',
      { types: [type({ decoders: [decoder({ runnable: false })] })] },
      ['flows.decoder-unpublished'],
    ],
    ['some devices deactivated', { types: [type({ deactivated: 1 })] }, ['flows.device-deactivated']],
    [
      'this device deactivated',
      { device: { id: 'v1', name: 'V', status: 'DEACTIVATED' } },
      ['flows.device-deactivated'],
    ],
    [
      'another device deactivated',
      { types: [type({ deactivated: 1 })], device: { id: 'v1', name: 'V', status: 'ACTIVE' } },
      [],
    ],
    [
      'destination paused',
      { destinations: [destination({ status: 'paused', failuresInARow: 9 })] },
      ['flows.destination-paused'],
    ],
    [
      'destination suspended',
      { destinations: [destination({ status: 'suspended', lastError: 'x' })] },
      ['flows.destination-suspended'],
    ],
    [
      'destination failing',
      { destinations: [destination({ failuresInARow: 2 })] },
      ['flows.destination-failing'],
    ],
  ])('%s', (_, more, codes) => {
    expect(flowWarnings(facts(more)).map((warning) => warning.code)).toEqual(codes);
  });
});

describe('graph', () => {
  it('leads from the devices through the enabled decoders to every destination, with what passed in the last hour', () => {
    const graph = flowGraph(
      facts({ types: [type({ decoders: [decoder(), decoder({ id: 'd2', enabled: false })] })] }),
    );
    expect(graph.nodes.map((node) => node.id)).toEqual(['devices:t1', 'decoder:d1', 'destination:x1']);
    expect(
      graph.edges.map(({ id, messagesLastHour, failuresLastHour }) => [
        id,
        messagesLastHour,
        failuresLastHour,
      ]),
    ).toEqual([
      ['devices:t1>decoder:d1', 4, 0],
      ['decoder:d1>destination:x1', 4, 1],
    ]);
  });

  it('a decoder of two types is one node with two ways in', () => {
    const second = type({ deviceType: { id: 't2', name: 'Other', category: 'own', networks: ['lora'] } });
    const graph = flowGraph(facts({ types: [type(), second] }));
    expect(graph.nodes.filter((node) => node.kind === 'decoder')).toHaveLength(1);
    expect(graph.edges.filter((edge) => edge.to === 'decoder:d1')).toHaveLength(2);
  });

  it('colours what has a problem and greys what is off', () => {
    const graph = flowGraph(
      facts({
        types: [type({ decoders: [decoder({ lastFailure: failure })] })],
        destinations: [destination({ status: 'paused' })],
      }),
    );
    expect(graph.nodes.map((node) => node.status)).toEqual(['ok', 'warning', 'inactive']);
    const off = flowGraph(facts({ device: { id: 'v1', name: 'V', status: 'DEACTIVATED' } }));
    expect(off.nodes[0]).toMatchObject({ kind: 'device', status: 'inactive' });
  });
});
