import type { FlowDestinationState, FlowFacts } from '#server/flows/contract.ts';
import { decoderState, destinationState, flowFacts, typeState } from '#server/flows/flow-facts.fixture.ts';
import type { DeviceFacts, Frame } from './facts-contract.ts';

export const NOW = new Date('2026-03-01T12:00:00.000Z');
export const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

/** An uplink of 20 minutes' rhythm; the newest is the first. */
export function frames(count: number, of: (n: number) => Partial<Frame> = () => ({})): Frame[] {
  return Array.from({ length: count }, (_, n) => ({
    id: 10_000 - n,
    at: ago(5 + n * 20),
    occurredAt: ago(5 + n * 20),
    kind: 'lora.uplink' as const,
    connectionId: 'connection',
    fCntUp: 1000 - n,
    fPort: 1,
    signal: -95,
    spreadingFactor: 7,
    processed: true,
    confirmed: false,
    adr: true,
    adrAckReq: false,
    hasPayload: true,
    devAddr: '01020304',
    mac: '',
    accepted: false,
    joinEui: null,
    code: null,
    text: null,
    battery: null,
    ...of(n),
  }));
}

export const destination = (more: Partial<FlowDestinationState> = {}): FlowDestinationState =>
  destinationState({ id: 'destination', name: 'Receiver', byDecoder: {}, ...more });

export const flow = (more: Partial<FlowFacts> = {}, runnable = true): FlowFacts =>
  flowFacts({
    id: 'flow',
    types: [
      typeState({
        deviceType: { id: 'type', name: 'Type', category: 'own', networks: ['lora'] },
        devices: 1,
        decoders: [decoderState({ id: 'decoder', name: 'Decoder', kind: 'script', own: true, runnable })],
      }),
    ],
    destinations: [destination()],
    ...more,
  });

/** A LoRa device with which nothing is wrong. */
export function facts(more: Partial<DeviceFacts> = {}): DeviceFacts {
  const told = more.frames ?? frames(60);
  return {
    now: NOW,
    device: {
      id: 'device',
      name: 'Device',
      status: 'ACTIVE',
      createdAt: ago(100_000),
      adapters: [{ network: 'lora', identifier: '0059AC0000180001' }],
      deviceType: { networks: ['lora'] },
      lora: { joinEui: '0059AC00000FFFFF' },
      expectedIntervalSeconds: 1200,
      intervalSeconds: 1200,
      sharedSecretSince: null,
      batteryChemistry: null,
    } as unknown as DeviceFacts['device'],
    registration: { status: 'ACTIVE', failure: null, work: null, connection: { name: 'Harbour' } } as never,
    hasPassword: false,
    sim: null,
    connections: [
      ...[{ id: 'connection', name: 'Harbour', provider: 'chirpstack', isOwn: true, enabled: true }].map(
        (one) => ({ ...one, lastMessageAt: ago(1), others: 3, refusals: [] }),
      ),
    ],
    unknown: [],
    frames: told,
    refusals: [],
    reported: {},
    batteryTrend: null,
    fates: told.slice(0, 30).map(({ id, at }) => ({ id, at, queued: false, packs: 1, failures: 0 })),
    backlog: { waiting: 0, oldestAt: null, streamedSince: null, streamed: 0 },
    failures: [],
    suspended: [],
    decodingSince: ago(100_000),
    flows: [flow()],
    deliveries: [],
    project: null,
    ...more,
  };
}
