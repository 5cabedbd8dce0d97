import { expect, it } from 'vitest';
import { uplinkInput } from '#server/decoders/built-in/example-frames.ts';
import { runBuiltIn } from '#server/decoders/built-in/run-built-in.ts';
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
