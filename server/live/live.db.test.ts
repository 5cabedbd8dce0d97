import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { updateFlow } from '#server/flows/update-flow.ts';
import { sessionWith } from '#server/http/principals.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { liveHub } from './live-hub.ts';
import { liveStream } from './live-stream.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

/** Reads events until `count` of them were seen. */
function reader(stream: ReadableStream<Uint8Array>) {
  const source = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    async next(): Promise<string> {
      while (!text.includes('\n\n')) {
        const { done, value } = await source.read();
        if (done) return 'closed';
        text += decoder.decode(value, { stream: true });
      }
      const end = text.indexOf('\n\n');
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      return event;
    },
    cancel: () => source.cancel(),
  };
}

const hint = (customerId: string, deviceId: string) =>
  database.sql.notify('live', JSON.stringify({ customerId, deviceIds: [deviceId], destinationIds: [] }));

async function open(tenant: Tenant, heartbeatMs?: number) {
  const { sid } = await sessionWith(database.sql, tenant.customerId, ['manager.read-only']);
  const abort = new AbortController();
  const stream = await liveStream({ id: sid, customerId: tenant.customerId }, abort.signal, heartbeatMs);
  const events = reader(stream);
  expect(await events.next()).toContain('event: ready');
  return { sid, abort, events };
}

describe('a live stream', () => {
  it("hears of its own customer's changes and of nobody else's", async () => {
    const { events, abort } = await open(a);
    await hint(b.customerId, b.ids.device);
    await database.sql.notify('live', 'nonsense');
    await hint(a.customerId, a.ids.device);
    expect(await events.next()).toBe(
      `event: change\ndata: ${JSON.stringify({ deviceIds: [a.ids.device], destinationIds: [], alerts: false, configuration: false })}`,
    );
    await updateFlow(b.system, { id: b.ids.flow, name: 'Theirs' });
    await updateFlow(a.system, { id: a.ids.flow, name: 'Ours' });
    expect(await events.next()).toContain('"configuration":true');
    abort.abort();
    expect(await events.next()).toBe('closed');
  });

  it('ends with its session, and asking whether it lives does not keep it alive', async () => {
    const { sid, events } = await open(a, 30);
    const seen = () => database.sql`select last_seen_at from sessions where id = ${sid}`;
    await database.sql`update sessions set last_seen_at = now() - interval '29 minutes' where id = ${sid}`;
    const before = await seen();
    expect(await events.next()).toBe(': ');
    expect(await seen()).toEqual(before);
    await database.sql`update sessions set revoked_at = now() where id = ${sid}`;
    let event = await events.next();
    while (event === ': ') event = await events.next();
    expect(event).toContain('signed-out');
    expect(await events.next()).toBe('closed');
  });

  it('is let go when its reader goes, and one session cannot hold many', async () => {
    const held = liveHub().size;
    const { sid, events } = await open(a);
    const more = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        liveStream({ id: sid, customerId: a.customerId }, new AbortController().signal),
      ),
    );
    expect(more.filter((one) => one.status === 'fulfilled')).toHaveLength(7);
    expect(liveHub().size).toBe(held + 8);
    await events.cancel();
    for (const one of more) if (one.status === 'fulfilled') await one.value.cancel();
    expect(liveHub().size).toBe(held);
  });
});
