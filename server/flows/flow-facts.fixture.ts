import type {
  FlowDecoderState,
  FlowDestinationState,
  FlowDeviceType,
  FlowEncoderState,
  FlowFacts,
} from './contract.ts';

/** A flow in which nothing is wrong, and what may be otherwise in it. */

export const decoderState = (more: Partial<FlowDecoderState> = {}): FlowDecoderState => ({
  id: 'd1',
  name: '= Raw',
  description: null,
  kind: 'built-in',
  own: false,
  records: [],
  runnable: true,
  suspended: false,
  misfit: false,
  enabled: true,
  lastHour: { messages: 4, failures: 0, newest: 100 },
  lastFailure: null,
  ...more,
});

export const encoderState = (more: Partial<FlowEncoderState> = {}): FlowEncoderState => ({
  id: 'e1',
  kind: 'table',
  name: '‹ Commands',
  description: null,
  own: false,
  combines: false,
  commands: [{ name: 'mode', values: [{ value: 'Missing', hex: ['01'] }] }],
  enabled: true,
  misfit: false,
  missing: false,
  asked: 0,
  lastHour: { messages: 2, failures: 1, newest: 50 },
  ...more,
});

export const typeState = (more: Partial<FlowDeviceType> = {}): FlowDeviceType => ({
  deviceType: { id: 't1', name: 'Sensor', category: 'own', networks: ['lora'] },
  devices: 3,
  deactivated: 0,
  messagesLastHour: 4,
  decoders: [decoderState()],
  encoders: [],
  ...more,
});

export const destinationState = (more: Partial<FlowDestinationState> = {}): FlowDestinationState => ({
  id: 'x1',
  name: 'Hook',
  kind: 'https',
  status: 'active',
  failuresInARow: 0,
  failingSince: null,
  lastError: null,
  misconfigured: null,
  merger: null,
  lastHour: { delivered: 4, failed: 0, newest: 200 },
  backlog: 0,
  byDecoder: { d1: { delivered: 3, failed: 1, newest: 200 } },
  ...more,
});

export const flowFacts = (more: Partial<FlowFacts> = {}): FlowFacts => ({
  id: 'f1',
  name: 'Flow',
  types: [typeState()],
  destinations: [destinationState()],
  ...more,
});

export const failure = {
  at: new Date(0),
  message: 'x is not defined',
  line: 3,
  uplinkId: 1,
  deviceId: 'v1',
};

/** So many types, each with a decoder of its own, one that all share and an encoder, going to so many destinations. */
export function largeFlow(types: number, destinations: number): FlowFacts {
  const shared = decoderState({ id: 'shared', name: '+ LoRa Geolocation data' });
  return flowFacts({
    types: Array.from({ length: types }, (_, n) =>
      typeState({
        deviceType: {
          id: `t${n}`,
          name: `Device type ${n} of the northern quay with a long name`,
          category: 'own',
          networks: ['lora'],
        },
        decoders: [decoderState({ id: `d${n}`, name: `› Decoded payload ${n}` }), shared],
        encoders: [encoderState({ id: `e${n}`, name: `‹ Commands ${n}` })],
      }),
    ),
    destinations: Array.from({ length: destinations }, (_, n) =>
      destinationState({
        id: `x${n}`,
        name: `Destination ${n}`,
        merger:
          n % 2 === 0 ? null : { decoders: [{ id: 'd0', name: '› Decoded payload 0' }], ttlSeconds: 10 },
      }),
    ),
  });
}

/** Everything that a flow can be warned of, at once. */
export function troubledFlow(): FlowFacts {
  return flowFacts({
    types: [
      typeState({
        deviceType: { id: 't1', name: 'Unread', category: 'own', networks: ['lora'] },
        decoders: [decoderState({ id: 'g', name: '+ LoRa Geolocation data' })],
        encoders: [encoderState({ enabled: false, missing: true })],
        deactivated: 1,
      }),
      typeState({
        deviceType: { id: 't2', name: 'Mute', category: 'own', networks: ['lora'] },
        decoders: [decoderState({ enabled: false })],
      }),
      typeState({
        deviceType: { id: 't3', name: 'Pump', category: 'own', networks: ['cellular'] },
        decoders: [
          decoderState({ id: 'm', name: '= Raw LoRa payload', misfit: true }),
          decoderState({ id: 'f', name: '› Failing', lastFailure: failure }),
          decoderState({ id: 'u', name: '› Unpublished', runnable: false }),
          decoderState({ id: 's', name: '› Suspended', suspended: true }),
        ],
        encoders: [encoderState({ id: 'e2', name: '= Raw LoRa payload encoding', misfit: true })],
      }),
    ],
    destinations: [
      destinationState({ id: 'x1', name: 'Paused', status: 'paused' }),
      destinationState({ id: 'x2', name: 'Suspended', status: 'suspended', lastError: 'gone' }),
      destinationState({ id: 'x3', name: 'Failing', failuresInARow: 3, lastError: 'HTTP 500' }),
      destinationState({ id: 'x4', name: 'Locked', misconfigured: 'secrets-unreadable' }),
      destinationState({
        id: 'x5',
        name: 'Waiting',
        merger: { decoders: [{ id: 'other', name: '› Elsewhere' }], ttlSeconds: 10 },
      }),
    ],
  });
}
