import { beforeAll, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { tokenWith } from './principals.fixture.ts';
import { answerApi } from './route.ts';

const database = useTestDatabase();
let a: Tenant;
let token = '';

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  token = (await tokenWith(a.customerId, ['manager.admin'])).token;
});

async function call(
  method: string,
  part: string,
  ifMatch: string | null,
  body?: unknown,
  more: Record<string, string> = {},
) {
  const response = await answerApi(
    new Request(`http://127.0.0.1/api/devices/${a.ids.device}/twin${part}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...more,
        ...(ifMatch === null ? {} : { 'if-match': ifMatch }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    body: text ? JSON.parse(text) : null,
  };
}

/** As a message of the device leaves it. */
const heard = (temperature: number, at: Date) =>
  database.sql`update twins set version = version + 1, modified_at = now(),
    reported = ${database.sql.json({ temperature: { v: temperature, t: at.getTime() / 1000, o: '' } })},
    observed = ${database.sql.json({ lastMessageAt: at.toISOString() })} where device_id = ${a.ids.device}`;

it('a change is made to the part that If-Match names, and to no other', async () => {
  const { etag } = await call('GET', '', null);
  const metadata = { room: '4.12' };
  const changed = await call('PUT', '/metadata', etag, { metadata });
  expect(changed).toMatchObject({ status: 200, body: { metadata } });
  expect(changed.etag).not.toBe(etag);
  for (const stale of [etag, `W/${changed.etag}`, 'nonsense', '"1", "2"'])
    expect(await call('PUT', '/metadata', stale, { metadata: {} }), String(stale)).toMatchObject({
      status: 412,
      etag: changed.etag,
      body: { code: 'twins.changed' },
    });
  expect(await call('DELETE', '/reported', changed.etag)).toMatchObject({ status: 412 });
  expect(await call('PUT', '/desired', changed.etag, { desired: { setpoint: 21 } })).toMatchObject({
    status: 412,
  });
  const again = await call('PUT', '/metadata', `"1", ${changed.etag}`, { metadata: { room: '4.14' } });
  expect(again).toMatchObject({ status: 200, body: { metadata: { room: '4.14' } } });
});

it('what the device says meanwhile is no conflict with a change of its metadata', async () => {
  await heard(20, new Date());
  const { etag } = await call('GET', '', null);
  await heard(21, new Date());
  const metadata = { wing: 'east' };
  const changed = await call('PUT', '/metadata', etag, { metadata });
  expect(changed).toMatchObject({ status: 200, body: { metadata } });
  await heard(22, new Date());
  expect(await call('PUT', '/metadata', changed.etag, { metadata: {} })).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/reported', etag)).toMatchObject({ status: 412 });
});

it('who has the twin is told again as soon as anything of it is told otherwise', async () => {
  await heard(20, new Date());
  const first = await call('GET', '', null);
  const known = { 'if-none-match': `"old", W/${first.etag}` };
  expect(await call('GET', '', null, undefined, known)).toMatchObject({ status: 304, etag: first.etag });
  // Nothing was written since, only time went by: it fell silent.
  await database.sql`update device_types set expected_interval_seconds = 60 where id = ${a.ids.deviceType}`;
  await heard(20, new Date(Date.now() - 3_600_000));
  await database.sql`update twins set version = ${first.body.version} where device_id = ${a.ids.device}`;
  const later = await call('GET', '', null, undefined, known);
  expect(later).toMatchObject({ status: 200, body: { observed: { state: 'silent' } } });
  expect(await call('GET', '', null, undefined, { 'if-none-match': '*' })).toMatchObject({ status: 304 });
});

it('any version will do where none is named, or all are', async () => {
  expect(await call('PUT', '/metadata', '*', { metadata: { a: '1' } })).toMatchObject({ status: 200 });
  expect(await call('PUT', '/metadata', null, { metadata: {} })).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/reported', null)).toMatchObject({ status: 204 });
  expect((await call('GET', '', null)).body).toMatchObject({ reported: {}, metadata: {} });
});
