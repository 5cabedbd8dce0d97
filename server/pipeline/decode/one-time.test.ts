import { expect, it } from 'vitest';
import { uplinkInput } from '#server/decoders/built-in/example-frames.ts';
import { runBuiltIn } from '#server/decoders/built-in/run-built-in.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { noScripts } from '../pipeline.fixture.ts';
import { decodeBatch } from './decode-batch.ts';
import { thingsInput, ts013Input } from './script-call.ts';
import { recordsOfScript } from './script-records.ts';

const receivedAt = new Date('2025-12-14T19:25:00.000Z');
// As ThingPark writes it: an offset, not Z.
const frame = uplinkInput({ occurredAt: '2025-12-14T20:19:15.219+01:00' });
const message = { ...frame, receivedAt, customerId: 'c' };
const SEEN = '2025-12-14T19:19:15.219Z';

it('a frame that was accepted late has the network’s time whatever decodes it', () => {
  const builtIn = runBuiltIn('raw-lora-v2', message);
  const script = { source: '', sourceHash: '', contract: 'ts013' as const, mapping: null };
  const made = recordsOfScript(script, message, { data: { a: 1 }, warnings: [], errors: [] });
  const bt = Date.parse(SEEN) / 1000;
  expect(builtIn).toMatchObject({ ok: true, records: [{ bt }, {}, {}] });
  expect(made).toMatchObject({ ok: true, records: [{ bt, n: 'a', v: 1 }] });
  expect(ts013Input(message)).toMatchObject({ recvTime: SEEN });
});

it('the contract things tells both', () => {
  expect(thingsInput(message)).toMatchObject({
    metadata: {
      ingestion: { timestamp: receivedAt.toISOString(), actility: { uplink: { Time: expect.any(String) } } },
    },
  });
});

it('times that a device tells relative to now count from when the network heard it', async () => {
  const thingsml = { kind: 'built-in', decoderId: 'd', versionId: null, key: 'thingsml-lora-v2' } as const;
  const timesOf = async (event: DeviceEvent) => {
    const told = { ...message, event };
    const [made] = await decodeBatch([{ run: thingsml, message: told }], noScripts);
    return made?.pack?.measurements.map(({ n, t }) => [n, new Date(t * 1000).toISOString()]);
  };
  // bt −60 (label −3), then temperature: published vectors have it, too.
  const frmPayload = '81a322383b173702f93e00';
  expect(await timesOf({ ...frame.event, frmPayload } as DeviceEvent)).toEqual([
    ['temperature', '2025-12-14T19:18:15.219Z'],
    ['timeOrigin', '2025-12-14T19:18:15.219Z'],
  ]);
  // A network server whose clock was never set.
  const unset = { ...frame.event, frmPayload, occurredAt: '1970-01-01T00:01:00.000Z' } as DeviceEvent;
  expect((await timesOf(unset))?.[0]).toEqual(['temperature', '2025-12-14T19:24:00.000Z']);
});
