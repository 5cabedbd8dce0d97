import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { getDelivery, getDeliveryStatistics, listDeliveries } from '#server/deliveries/read-deliveries.ts';
import { replayDeliveries, replayFailed } from '#server/deliveries/replay-deliveries.ts';
import { closeOutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createDestination } from './create-destination.ts';
import { sealHeaderValuesSystem } from './header-values.sql.ts';
import { getDestination } from './read-destinations.ts';
import { testDestination } from './test-destination.ts';
import { deleteDestination, setDestinationStatus, updateDestination } from './update-destination.ts';

// Read once, before anything asks: this file's receiver is on loopback and speaks plain HTTP.
process.env.ALLOW_HTTP_DESTINATIONS = 'true';
process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let receiver: Server;
let url = '';
const heard: { headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(request.url === '/teapot' ? 418 : 200).end('thank you');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await closeOutgoingHttp();
  await new Promise((resolve) => receiver.close(resolve));
});

const editor = () => actorWith(a.customerId, ['manager.admin']);
const make = (more: object = {}) =>
  createDestination(editor(), {
    name: 'Hook',
    description: null,
    kind: 'https',
    settings: { url: `${url}/hook` },
    secrets: {},
    ...more,
  });

describe('a destination', () => {
  it('is made with secrets that are shown once, sealed, and never again', async () => {
    const { id, generatedSecrets } = await make({ flowId: a.ids.flow });
    expect(generatedSecrets).toEqual({
      sharedSecret: expect.any(String),
      signingSecret: expect.stringMatching(/^whsec_/),
    });
    const stored = await getDestination(editor(), { id });
    expect(stored).toMatchObject({
      status: 'active',
      flows: [{ id: a.ids.flow }],
      secretsSet: ['sharedSecret', 'signingSecret'],
    });
    const [everything] =
      await database.sql`select (select string_agg(d::text, '') from destinations d) || (select string_agg(l::text, '') from audit_log l) as text`;
    for (const secret of Object.values(generatedSecrets)) {
      expect(JSON.stringify(stored)).not.toContain(secret);
      expect(everything?.text).not.toContain(secret);
    }
  });

  it.each([
    ['an unknown kind', { kind: 'pigeon' }, 'destinations.unknown-kind', 'kind'],
    ['an address that is none', { settings: { url: 'nowhere' } }, 'destinations.misconfigured', 'url'],
    ['an address inside', { settings: { url: 'https://10.0.0.1/' } }, 'destinations.misconfigured', 'url'],
    [
      'settings it does not know',
      { settings: { url: 'https://127.0.0.1/', colour: 'red' } },
      'destinations.misconfigured',
      'settings',
    ],
    [
      'a weak secret',
      { secrets: { sharedSecret: 'short' } },
      'destinations.misconfigured',
      'secrets.sharedSecret',
    ],
  ])('is refused with %s, naming the field', async (_, more, code, path) => {
    const error = await make(more).catch((e) => e);
    expect([error.code, error.fields[0].path]).toEqual([code, path]);
  });

  it('keeps the secrets that are not given, and lets optional ones go', async () => {
    const { id } = await make({
      settings: { url: `${url}/hook`, authentication: 'bearer' },
      secrets: { bearerToken: 'first' },
    });
    await updateDestination(editor(), { id, name: 'Renamed', secrets: { bearerToken: 'second' } });
    expect((await getDestination(editor(), { id })).secretsSet.sort()).toEqual([
      'bearerToken',
      'sharedSecret',
      'signingSecret',
    ]);
    await expect(updateDestination(editor(), { id, secrets: { bearerToken: null } })).rejects.toMatchObject({
      fields: [{ path: 'bearerToken' }],
    });
    await updateDestination(editor(), {
      id,
      settings: { url: `${url}/hook` },
      secrets: { bearerToken: null },
    });
    expect((await getDestination(editor(), { id })).secretsSet.sort()).toEqual([
      'sharedSecret',
      'signingSecret',
    ]);
  });

  it('shows the names of its own headers, and their values to nobody', async () => {
    const settings = { url: `${url}/hook`, headerNames: ['X-Plant', 'X-Site'] };
    const { id } = await make({
      settings,
      secrets: { headers: { 'X-Plant': 'HIDDEN-plant', 'X-Site': 'HIDDEN-site' } },
    });
    const names = async () =>
      (await getDestination(editor(), { id })).secretsSet.filter((name) => name.startsWith('headers.'));
    expect(await names()).toEqual(['headers.X-Plant', 'headers.X-Site']);
    await updateDestination(editor(), { id, settings, secrets: { headers: { 'X-Site': 'HIDDEN-other' } } });
    const test = { id, kind: 'https', settings, secrets: {} };
    heard.length = 0;
    expect(await testDestination(editor(), test)).toMatchObject({
      ok: true,
      request: { headers: { 'X-Plant': '••••', 'X-Site': '••••' } },
    });
    expect(heard[0]?.headers).toMatchObject({ 'x-plant': 'HIDDEN-plant', 'x-site': 'HIDDEN-other' });
    await updateDestination(editor(), { id, settings: { ...settings, headerNames: ['X-Plant'] } });
    expect(await names()).toEqual(['headers.X-Plant']);
    await expect(updateDestination(editor(), { id, settings })).rejects.toMatchObject({
      fields: [{ path: 'headers.X-Site', message: 'destinations.required' }],
    });
    const [everything] =
      await database.sql`select (select string_agg(d::text, '') from destinations d) || (select string_agg(l::text, '') from audit_log l) as text`;
    expect(everything?.text + JSON.stringify(await getDestination(editor(), { id }))).not.toContain(
      'HIDDEN-',
    );
  });

  it('of before, with its headers among the settings, is brought into the present form', async () => {
    const { id } = await make();
    await database.sql`
      update destinations set settings = settings - 'headerNames' || '{"additionalHeaders":{"X-Plant":"HIDDEN-old"}}'
      where id = ${id}`;
    expect(await sealHeaderValuesSystem()).toBe(1);
    expect(await sealHeaderValuesSystem()).toBe(0);
    expect(await getDestination(editor(), { id })).toMatchObject({
      settings: { url: expect.any(String), headerNames: ['X-Plant'] },
      secretsSet: expect.arrayContaining(['headers.X-Plant', 'sharedSecret']),
    });
    const [row] = await database.sql`select d::text as text from destinations d where id = ${id}`;
    expect(row?.text).not.toContain('HIDDEN-');
  });

  it('is paused and activated; activating closes its breaker', async () => {
    const { id } = await make();
    await database.sql`update destinations set status = 'suspended', failures_in_a_row = 10, breaker_until = now(), last_error = 'x' where id = ${id}`;
    await setDestinationStatus(editor(), { id, status: 'active' });
    expect(await getDestination(editor(), { id })).toMatchObject({
      status: 'active',
      failuresInARow: 0,
      lastError: null,
    });
  });
});

describe('a test message', () => {
  it('is a real call with verifiable headers, before anything is saved', async () => {
    heard.length = 0;
    const secrets = { sharedSecret: `Aa1!${'x'.repeat(30)}` };
    const outcome = await testDestination(editor(), {
      kind: 'https',
      settings: { url: `${url}/hook` },
      secrets,
    });
    expect(outcome).toMatchObject({
      ok: true,
      status: 200,
      response: 'thank you',
      error: null,
      request: { headers: { 'Things-Message-Token': '••••' } },
    });
    const [call] = heard;
    const token = createHash('sha256').update(`${call?.body}${secrets.sharedSecret}`).digest('hex');
    expect(call?.headers['things-message-token']).toBe(token);
    expect(JSON.stringify(outcome)).not.toContain(secrets.sharedSecret);
  });

  it('of a stored destination uses the stored secrets, and tells what went wrong', async () => {
    const { id, generatedSecrets } = await make();
    heard.length = 0;
    const outcome = await testDestination(editor(), {
      id,
      kind: 'https',
      settings: { url: `${url}/teapot` },
      secrets: {},
    });
    expect(outcome).toMatchObject({ ok: false, status: 418 });
    const token = createHash('sha256')
      .update(`${heard[0]?.body}${generatedSecrets.sharedSecret}`)
      .digest('hex');
    expect(heard[0]?.headers['things-message-token']).toBe(token);
    await expect(
      testDestination(editor(), { id: b.ids.destination, kind: 'https', settings: { url }, secrets: {} }),
    ).rejects.toThrow('destinations.not-found');
  });
});

describe('replay', () => {
  const waiting = async () =>
    (
      await database.sql`select id, replay_of, shard, attempts from delivery_queue where destination_id = ${a.ids.destination} and replay_of is not null order by id`
    ).map((row) => row);

  it('makes a new delivery that names the old, once, however often it is asked for', async () => {
    expect(await replayDeliveries(editor(), { ids: [a.ids.delivery] })).toEqual({ replayed: 1 });
    expect(await replayDeliveries(editor(), { ids: [a.ids.delivery] })).toEqual({ replayed: 0 });
    expect(await replayFailed(editor(), { destinationId: a.ids.destination })).toEqual({
      replayed: 0,
      more: false,
    });
    const [device] = await database.sql`select shard from devices where id = ${a.ids.device}`;
    expect(await waiting()).toEqual([
      { id: expect.any(String), replay_of: String(a.ids.delivery), shard: device?.shard, attempts: 0 },
    ]);
    await expect(replayDeliveries(editor(), { ids: [a.ids.waiting] })).rejects.toThrow(
      'deliveries.still-waiting',
    );
  });

  it('of everything that failed leaves out what was sent again since', async () => {
    await database.sql`delete from delivery_queue where replay_of is not null`;
    await database.sql`insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state, attempts, duration_ms, finished_at, attempt_log)
      select id + 1000 * n, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state, attempts, 10 * n, now() - n * interval '1 minute', attempt_log
      from deliveries, generate_series(1, 4) n where id = ${a.ids.delivery}`;
    await database.sql`update deliveries set replay_of = ${a.ids.delivery}, state = 'delivered' where id = ${a.ids.delivery + 1000}`;
    const since = new Date(Date.now() - 3.5 * 60_000).toISOString();
    expect(await replayFailed(editor(), { destinationId: a.ids.destination, since })).toEqual({
      replayed: 2,
      more: false,
    });
    expect(await replayFailed(editor(), { destinationId: a.ids.destination })).toEqual({
      replayed: 1,
      more: false,
    });
  });

  it('shows in log and statistics', async () => {
    const failed = await listDeliveries(editor(), {
      query: { filters: [{ field: 'state', op: 'is', value: 'failed' }], limit: 50 },
    });
    expect(failed.rows).toHaveLength(4);
    const statistics = await getDeliveryStatistics(editor(), { destinationId: a.ids.destination, hours: 24 });
    expect(statistics.total).toMatchObject({ delivered: 1, failed: 4, successRate: 0.2, p50Ms: 10 });
    expect(statistics.hours.reduce((n, hour) => n + hour.delivered + hour.failed, 0)).toBe(5);
  });
});

it('deleting cancels what waits, and nothing of others; its log stays readable', async () => {
  const waiting =
    await database.sql`select id::int from delivery_queue where destination_id = ${a.ids.destination}`;
  const before = await database.sql`select id from deliveries where destination_id = ${a.ids.destination}`;
  expect(waiting.length).toBeGreaterThan(1);
  await deleteDestination(editor(), { id: a.ids.destination });
  const rows = await database.sql`select destination_id from delivery_queue`;
  expect(new Set(rows.map((row) => row.destination_id))).toEqual(new Set([b.ids.destination]));
  const { rows: log } = await listDeliveries(editor(), { query: { filters: [], limit: 100 } });
  expect(log).toHaveLength(waiting.length + before.length);
  const cancelled = log.filter(({ state }) => state === 'cancelled');
  expect(cancelled.map(({ id }) => id).sort()).toEqual(waiting.map(({ id }) => id).sort());
  expect(cancelled[0]).toMatchObject({ destination: { name: '' }, error: 'destinations.deleted' });
  const one = await getDelivery(editor(), { id: a.ids.delivery });
  expect(one).toMatchObject({ destination: { name: '' }, request: null, mayReplay: false });
  expect(await replayDeliveries(editor(), { ids: [a.ids.delivery] })).toEqual({ replayed: 0 });
});
