import { describe, expect, it } from 'vitest';
import { authenticateWebhook, type LoraProvider } from '#server/lora-networks/authenticate-webhook.ts';
import { parseWebhook } from '#server/lora-networks/parse-webhook.ts';
import { live, makeDevice } from './device.fixture.ts';
import { wake } from './wake.ts';
import { webhookRequest } from './webhook-request.ts';

const CONNECTION = { id: '5d0e4d0a-4f0c-4c52-9a0e-0f8a7c1b2d3e', secret: 'c6f5e3b263092120b8766b9aed9c41b4' };
const NAMED = { name: 'Quay 3', joinEui: '0059AC00000FFFFF' };
const PROVIDERS: LoraProvider[] = ['simulated', 'chirpstack', 'things-stack', 'thingpark'];
const events = [
  ...live(makeDevice({ model: 'tracker' }, 2)).events,
  ...live(makeDevice({}, 9)).events.slice(-200),
  ...live(makeDevice({ behaviour: 'no-accept' }, 1)).events,
];

describe.each(PROVIDERS)('%s', (provider) => {
  const connection = { ...CONNECTION, provider };
  const posted = events.flatMap((event) => {
    const request = webhookRequest(connection, NAMED, event);
    return request ? [{ event, request }] : [];
  });

  it('everything it posts is let in and read as what happened', () => {
    expect(posted.length).toBeGreaterThan(250);
    for (const { event, request } of posted) {
      expect(authenticateWebhook(connection, request)).toEqual({ ok: true });
      const read = parseWebhook(provider, request);
      if (!read.ok || !read.value) throw new Error(`${event.kind} was not read`);
      expect(read.value).toMatchObject({
        kind: event.kind,
        devEui: event.devEui,
        occurredAt: event.occurredAt,
      });
      if (event.kind === 'uplink') {
        expect(read.value).toMatchObject({
          fCntUp: event.fCntUp,
          fPort: event.fPort,
          frmPayload: event.frmPayload,
          confirmed: event.confirmed,
          radio: { spreadingFactor: event.radio.spreadingFactor, frequencyHz: event.radio.frequencyHz },
        });
      }
    }
  });

  it('tells every uplink', () => {
    const uplinks = events.filter(({ kind }) => kind === 'uplink').length;
    expect(posted.filter(({ event }) => event.kind === 'uplink')).toHaveLength(uplinks);
  });

  it('with an old secret is refused', () => {
    const made = makeDevice({ behaviour: 'refused' }, 1);
    const requests = wake({ name: 'Quay 3', ...made, connection }, new Date(made.device.startedAt));
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) expect(authenticateWebhook(connection, request).ok).toBe(false);
  });
});

it('ThingPark tells joins that were not accepted, with nonce and identifiers', () => {
  const [first] = live(makeDevice({ behaviour: 'no-accept' }, 1)).events;
  const connection = { ...CONNECTION, provider: 'thingpark' as const };
  const request = webhookRequest(connection, NAMED, first as NonNullable<typeof first>);
  const read = parseWebhook('thingpark', request as NonNullable<typeof request>);
  expect(read).toMatchObject({
    ok: true,
    value: { kind: 'join', accepted: false, joinEui: NAMED.joinEui, devNonce: 1 },
  });
});
