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

async function call(method: string, part: string, ifMatch: string | null, body?: unknown) {
  const response = await answerApi(
    new Request(`http://127.0.0.1/api/devices/${a.ids.device}/twin${part}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
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

it('a change is made to the version that If-Match names, and to no other', async () => {
  const { etag } = await call('GET', '', null);
  const metadata = { room: '4.12' };
  const changed = await call('PUT', '/metadata', etag, { metadata });
  expect(changed).toMatchObject({ status: 200, body: { metadata } });
  expect(changed.etag).not.toBe(etag);
  for (const [stale, method, part, body] of [
    [etag, 'PUT', '/metadata', { metadata: {} }],
    ['W/"1"', 'PUT', '/metadata', { metadata: {} }],
    ['nonsense', 'DELETE', '/reported', undefined],
    [etag, 'PUT', '/desired', { desired: { setpoint: 21 } }],
  ] as const)
    expect(await call(method, part, stale, body)).toMatchObject({
      status: 412,
      etag: changed.etag,
      body: { code: 'twins.changed' },
    });
  expect((await call('GET', '', null)).body).toMatchObject({ metadata });
});

it('any version will do where none is named, or all are', async () => {
  expect(await call('PUT', '/metadata', '*', { metadata: { a: '1' } })).toMatchObject({ status: 200 });
  expect(await call('PUT', '/metadata', null, { metadata: {} })).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/reported', null)).toMatchObject({ status: 204 });
  expect((await call('GET', '', null)).body).toMatchObject({ reported: {}, metadata: {} });
});
