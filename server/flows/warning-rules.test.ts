import { describe, expect, it } from 'vitest';
import { type FlowFacts, WARNING_CODES } from './contract.ts';
import {
  decoderState as decoder,
  destinationState as destination,
  encoderState as encoder,
  failure,
  flowFacts,
  troubledFlow,
  typeState as type,
} from './flow-facts.fixture.ts';
import { flowWarnings, instructionsFor, isMisfit } from './warning-rules.ts';

const adds = decoder({ id: 'g', name: '+ LoRa Geolocation data' });
const raw = (more: object) =>
  encoder({ kind: 'raw-lora', commands: [{ name: 'payloadHex', values: [] }], ...more });
const merging = (...ids: string[]) =>
  destination({ merger: { decoders: ids.map((id) => ({ id, name: id })), ttlSeconds: 10 } });

describe('warnings', () => {
  it.each<[string, Partial<FlowFacts>, string[]]>([
    ['nothing is wrong', {}, []],
    ['empty', { types: [], destinations: [] }, ['no-device', 'no-destination']],
    [
      'no decoder enabled',
      { types: [type({ decoders: [decoder({ enabled: false, lastFailure: failure })] })] },
      ['no-decoder'],
    ],
    ['where devices are alone', { types: [type({ decoders: [adds] })] }, ['payload-unread']],
    ['where devices are, too', { types: [type({ decoders: [decoder(), adds] })] }, []],
    [
      'decoder failing',
      { types: [type({ decoders: [decoder({ lastFailure: failure })] })] },
      ['decoder-failing'],
    ],
    [
      'decoder never published',
      { types: [type({ decoders: [decoder({ runnable: false })] })] },
      ['decoder-unpublished'],
    ],
    [
      'decoder suspended, which says more than its last failure',
      { types: [type({ decoders: [decoder({ suspended: true, lastFailure: failure })] })] },
      ['decoder-suspended'],
    ],
    [
      'decoder of another network stands',
      { types: [type({ decoders: [decoder({ misfit: true })] })] },
      ['decoder-misfit'],
    ],
    [
      'decoder of another network is off',
      { types: [type({ decoders: [decoder(), decoder({ id: 'd2', enabled: false, misfit: true })] })] },
      [],
    ],
    [
      'commands that no flow of a device has an encoder for',
      { types: [type({ encoders: [encoder({ enabled: false, missing: true })] })] },
      ['encoder-missing'],
    ],
    ['commands by way of another flow', { types: [type({ encoders: [encoder({ enabled: false })] })] }, []],
    ['nobody sends bytes', { types: [type({ encoders: [raw({ enabled: false, missing: true })] })] }, []],
    [
      'somebody sends bytes',
      { types: [type({ encoders: [raw({ enabled: false, missing: true, asked: 1 })] })] },
      ['encoder-missing'],
    ],
    [
      'encoder of another network stands',
      { types: [type({ encoders: [encoder({ misfit: true })] })] },
      ['encoder-misfit'],
    ],
    ['some devices deactivated', { types: [type({ deactivated: 1 })] }, ['device-deactivated']],
    [
      'this device deactivated',
      { device: { id: 'v1', name: 'V', status: 'DEACTIVATED' } },
      ['device-deactivated'],
    ],
    [
      'another device deactivated',
      { types: [type({ deactivated: 1 })], device: { id: 'v1', name: 'V', status: 'ACTIVE' } },
      [],
    ],
    [
      'destination paused',
      { destinations: [destination({ status: 'paused', failuresInARow: 9 })] },
      ['destination-paused'],
    ],
    [
      'destination suspended',
      { destinations: [destination({ status: 'suspended', lastError: 'x' })] },
      ['destination-suspended'],
    ],
    ['destination failing', { destinations: [destination({ failuresInARow: 2 })] }, ['destination-failing']],
    [
      'destination misconfigured, for which it fails too',
      { destinations: [destination({ misconfigured: 'settings', failuresInARow: 2 })] },
      ['destination-misconfigured'],
    ],
    ['merger of what runs', { destinations: [merging('d1')] }, []],
    ['merger of what does not run', { destinations: [merging('d1', 'd9')] }, ['merger-waits']],
  ])('%s', (_, more, codes) => {
    expect(flowWarnings(flowFacts(more)).map(({ code }) => code)).toEqual(
      codes.map((code) => `flows.${code}`),
    );
  });

  it('every one that there is can come at once, but for those of an empty flow', () => {
    const codes = new Set(flowWarnings(troubledFlow()).map(({ code }) => code));
    const empty = flowWarnings(flowFacts({ types: [], destinations: [] })).map(({ code }) => code);
    expect([...codes, ...empty].sort()).toEqual([...WARNING_CODES].sort());
  });
});

it.each([
  [['lora'], 'lora', false],
  [['cellular'], 'lora', true],
  [['cellular', 'lora'], 'lora', false],
  [['lora'], 'ip', true],
  [['generic'], 'ip', false],
  [['lora', 'generic'], 'ip', false],
  [['cellular'], undefined, false],
] as const)('devices on %j and what is of family %s do not fit: %s', (networks, family, misfit) => {
  expect(isMisfit(networks, family)).toBe(misfit);
});

it('instructions are written by the encoder of their kind, commands by the one that knows them', () => {
  const of = (kind: 'table' | 'raw-lora' | 'senml', method: string, command: string | null = null) =>
    instructionsFor(encoder({ kind }), { method, command });
  expect(of('raw-lora', 'lora')).toBe(true);
  expect(of('raw-lora', 'senml')).toBe(false);
  expect(of('senml', 'senml')).toBe(true);
  expect(of('table', 'command', 'mode')).toBe(true);
  expect(of('table', 'command', 'reset')).toBe(false);
});
