import { describe, expect, it } from 'vitest';
import type { DomainError } from '#server/platform/errors.ts';
import { downlinkCreateSchema, durationOfSeconds, secondsOfDuration } from './contract.ts';
import { recordsFault } from './record-rules.ts';
import {
  ACK_MAY_FOLLOW_MS,
  channelFor,
  decideCancel,
  isTriedAgain,
  maxBytesAt,
  type NetworkWord,
  type OfferFacts,
  offerOf,
  timeoutOf,
  verdictOf,
} from './rules.ts';

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as DomainError).code;
  }
  return null;
};

describe('a duration', () => {
  it.each([
    ['PT10M', 600],
    ['P1DT2H3M4S', 93_784],
    ['P7D', 604_800],
    ['PT25H', 90_000],
  ])('%s', (text, seconds) => {
    expect(secondsOfDuration(text)).toBe(seconds);
    expect(secondsOfDuration(durationOfSeconds(seconds))).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'P1DT', '10M', 'P1M', 'P1W', 'PT-1M', 'PT1.5H'])('%j is none', (text) => {
    expect(secondsOfDuration(text)).toBeNull();
  });

  it('has one form', () => {
    expect([0, 600, 90_000, 86_400].map(durationOfSeconds)).toEqual(['PT0S', 'PT10M', 'P1DT1H', 'P1D']);
  });
});

describe('what is asked for', () => {
  const base = { deviceId: '4fa05eed-4db6-4fe5-8cb1-744893286db1' };
  const lora = { type: 'lora', port: 1, payloadHex: '0A-0b 0C' };
  const faultsOf = (more: object) => {
    const parsed = downlinkCreateSchema.safeParse({ ...base, method: lora, ...more });
    return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  };

  it('has one form, and what is left out is usual', () => {
    expect(downlinkCreateSchema.parse({ ...base, method: lora })).toEqual({
      ...base,
      method: { type: 'lora', port: 1, payloadHex: '0a0b0c' },
      feedbackTimeout: 'P1D',
      retryLimit: 0,
      dryRun: false,
      externalReference: null,
    });
  });

  it.each([
    [{ feedbackTimeout: 'PT9M59S' }, 'downlinks.timeout-too-short'],
    [{ feedbackTimeout: 'P7DT1S' }, 'downlinks.timeout-too-long'],
    [{ feedbackTimeout: 'soon' }, 'downlinks.not-a-duration'],
    [{ method: { ...lora, port: 0 } }, 'downlinks.bad-port'],
    [{ method: { ...lora, port: 224 } }, 'downlinks.bad-port'],
    [{ method: { ...lora, payloadHex: '' } }, 'downlinks.payload-empty'],
    [{ method: { ...lora, payloadHex: '0A0' } }, 'downlinks.not-hex'],
    [{ method: { ...lora, payloadHex: '00'.repeat(223) } }, 'downlinks.payload-too-long'],
    [{ method: { type: 'senml', records: [] } }, 'downlinks.no-records'],
  ])('%j is refused', (more, code) => {
    expect(faultsOf(more)).toEqual([code]);
  });

  it('records are SenML without a base name', () => {
    const urn = 'urn:dev:IMEI:357292748642776:';
    const faults = [
      [{ n: 'interval', v: 300 }],
      [{ bn: urn, n: 'interval', v: 300 }],
      [{ n: 'interval', v: 'x' }],
      [
        { n: 'a', v: 1 },
        { n: 'b', mystery_: 1 },
      ],
    ].map((records) => recordsFault(records, urn)?.slice(0, 3) ?? null);
    expect(faults).toEqual([null, '[0]', '[0]', '[1]']);
  });
});

const facts: OfferFacts = {
  isManaged: false,
  isActive: true,
  isInFlow: true,
  adapters: [{ network: 'lora', urn: 'urn:dev:DEVEUI:0059AC00001B3461:' }],
  spreadingFactor: 7,
  hasSecret: false,
  hasMqtt: false,
  pending: 0,
  connection: { id: 'c', name: 'Harbour', isReady: true, canSend: true },
};
const generic = { network: 'generic' as const, urn: 'urn:dev:DVNUUID:x:' };

describe('what a device can be sent', () => {
  it.each<[object, string]>([
    [{ isManaged: true }, 'managed'],
    [{ isActive: false }, 'deactivated'],
    [{ isInFlow: false }, 'no-flow'],
    [{ adapters: [] }, 'no-network'],
    [{ connection: null }, 'not-on-network'],
    [{ connection: { ...facts.connection, isReady: false } }, 'connection-not-set-up'],
    [{ connection: { ...facts.connection, canSend: false } }, 'network-cannot-send'],
    [{ adapters: [generic] }, 'no-secret'],
  ])('%j: nothing', (more, obstacle) => {
    const offer = offerOf({ ...facts, ...more });
    expect(offer).toEqual({ kind: 'none', obstacle });
    expect(codeOf(() => channelFor({ type: 'lora', port: 1, payloadHex: '00' }, offer))).toBe(
      `downlinks.cannot-send.${obstacle}`,
    );
  });

  it('by the networks that it is on', () => {
    expect(offerOf(facts)).toMatchObject({ kind: 'lora', maxBytes: 222 });
    expect(offerOf({ ...facts, adapters: [generic], hasSecret: true })).toMatchObject({
      urn: generic.urn,
      channels: ['http'],
    });
    expect(offerOf({ ...facts, adapters: [generic], hasMqtt: true })).toMatchObject({ channels: ['mqtt'] });
    const both = { ...facts, adapters: [...facts.adapters, generic], hasSecret: true };
    expect(offerOf(both).kind).toBe('lora');
    expect(offerOf({ ...both, connection: null }).kind).toBe('senml');
  });

  it('as long as the data rate it was heard with carries', () => {
    expect([null, 12, 10, 9, 8, 7].map(maxBytesAt)).toEqual([51, 51, 51, 115, 222, 222]);
  });

  it('not what is too long, of another kind, or a sixth', () => {
    const ask = (more: Partial<OfferFacts>, bytes = 1) =>
      codeOf(() =>
        channelFor({ type: 'lora', port: 1, payloadHex: '00'.repeat(bytes) }, offerOf({ ...facts, ...more })),
      );
    expect(ask({ spreadingFactor: 9 }, 115)).toBeNull();
    expect(ask({ spreadingFactor: 9 }, 116)).toBe('downlinks.payload-too-long-now');
    expect(ask({ pending: 4 })).toBeNull();
    expect(ask({ pending: 5 })).toBe('downlinks.queue-full');
    expect(ask({ adapters: [generic], hasSecret: true })).toBe('downlinks.wrong-method');
  });
});

it('cancels what waits, and what is under way only by force', () => {
  expect(decideCancel('PENDING', false)).toMatchObject({ state: 'CANCELLED' });
  expect(decideCancel('EXECUTING', true)).toEqual({ state: 'FAILED', reason: 'CANCELLED' });
  expect(codeOf(() => decideCancel('EXECUTING', false))).toBe('downlinks.not-cancellable');
  for (const ended of ['DELIVERED', 'FAILED', 'CANCELLED'] as const)
    expect(codeOf(() => decideCancel(ended, true))).toBe('downlinks.not-cancellable');
});

describe('what became of a LoRa downlink', () => {
  const at = (seconds: number) => new Date(1_760_000_000_000 + seconds * 1000);
  const word = (
    kind: NetworkWord['kind'],
    seconds: number,
    yes: boolean,
    queueItem: string | null = null,
  ) => ({
    kind,
    occurredAt: at(seconds),
    receivedAt: at(seconds),
    queueItem,
    yes,
    failure: yes ? null : 'GATEWAY_OFFLINE',
  });
  const later = at(60 + ACK_MAY_FOLLOW_MS / 1000);
  const seen = (words: NetworkWord[], now = later) => {
    const ending = verdictOf('ITEM', words, now);
    return ending && (ending.reason ?? ending.state);
  };

  it('is open until the network tells', () => {
    expect(seen([])).toBeNull();
    expect(seen([word('uplink', 0, false)])).toBeNull();
    expect(seen([word('uplink', 0, false), word('downlink-sent', 1, true, 'item')])).toBeNull();
  });

  it('is told by an acknowledgement of its own', () => {
    expect(seen([word('ack', 60, true, 'item')])).toBe('DELIVERED');
    expect(seen([word('ack', 60, false, 'item')])).toBe('NOT_ACKNOWLEDGED_BY_DEVICE');
    expect(seen([word('ack', 60, true, 'another')])).toBeNull();
  });

  it('is told by the uplink after it left, not by the one that opened the window', () => {
    const left = [word('uplink', 0, false), word('downlink-sent', 1, true, 'item')];
    expect(seen([...left, word('uplink', 60, true)], at(60))).toBe('DELIVERED');
    expect(seen([...left, word('uplink', 60, false)], at(89))).toBeNull();
    expect(seen([...left, word('uplink', 60, false)])).toBe('NOT_ACKNOWLEDGED_BY_DEVICE');
    expect(seen([...left, word('uplink', 60, false), word('ack', 60, true, 'item')])).toBe('DELIVERED');
  });

  it('is lost where the network server threw its queue away, unless it had left by then', () => {
    const thrownAway = word('log', 5, false, 'another item');
    expect(seen([thrownAway])).toBe('FAILED_TO_TRANSMIT_TO_DEVICE');
    expect(seen([word('log', 5, false, 'another')])).toBeNull();
    expect(seen([word('log', 5, false, '')])).toBeNull();
    expect(seen([word('downlink-sent', 1, true, 'item'), thrownAway])).toBeNull();
  });

  it('is told by the second uplink where nothing tells that it left', () => {
    expect(seen([word('uplink', 60, true), word('uplink', 0, false)], at(60))).toBe('DELIVERED');
    expect(seen([word('uplink', 0, false), word('uplink', 60, false)])).toBe('NOT_ACKNOWLEDGED_BY_DEVICE');
  });

  it('failed where no gateway could send it', () => {
    expect(verdictOf('ITEM', [word('downlink-sent', 1, false, 'item')], later)).toEqual({
      state: 'FAILED',
      reason: 'FAILED_TO_TRANSMIT_TO_DEVICE',
      detail: 'GATEWAY_OFFLINE',
    });
  });

  it('is tried again as often as asked for', () => {
    const lost = { state: 'FAILED', reason: 'NOT_ACKNOWLEDGED_BY_DEVICE' } as const;
    expect([1, 2, 3].map((tries) => isTriedAgain(lost, { tries, retryLimit: 2 }))).toEqual([
      true,
      true,
      false,
    ]);
    const late = timeoutOf({ channel: 'lora', isSent: true });
    expect(isTriedAgain(late, { tries: 1, retryLimit: 2 })).toBe(false);
    expect(timeoutOf({ channel: 'lora', isSent: false }).reason).toBe('FAILED_TO_ENQUEUE_FOR_TRANSMISSION');
    expect(timeoutOf({ channel: 'http', isSent: false }).reason).toBe('FEEDBACK_TIMEOUT');
    expect(timeoutOf({ channel: 'mqtt', isSent: true }).reason).toBe('FEEDBACK_TIMEOUT');
    expect(timeoutOf({ channel: 'mqtt', isSent: false }).reason).toBe('FAILED_TO_TRANSMIT_TO_DEVICE');
  });
});
