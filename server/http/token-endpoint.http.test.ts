import { beforeAll, describe, expect, it } from 'vitest';
import { issueToken } from '#server/access/token.ts';
import { createApiKey } from '#server/api-keys/create-api-key.ts';
import { revokeApiKey } from '#server/api-keys/revoke-api-key.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { answerApi } from './route.ts';
import { answerToken } from './token-endpoint.ts';

const database = useTestDatabase();
let a: Tenant;

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
});

const ADDRESS = 'http://127.0.0.1/api/oauth/token';
const asJson = (body: unknown, headers: Record<string, string> = {}) =>
  answerToken(
    new Request(ADDRESS, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
const asForm = (body: string) =>
  answerToken(
    new Request(ADDRESS, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    }),
  );
const devices = (token: string) =>
  answerApi(new Request('http://127.0.0.1/api/devices', { headers: { authorization: `Bearer ${token}` } }));

const good = () => ({
  grant_type: 'client_credentials',
  client_id: a.apiKey.clientId,
  client_secret: a.apiKey.clientSecret,
});

describe('asking for a token', () => {
  it('as JSON, with the audience that programs of the original send', async () => {
    const response = await asJson({ ...good(), audience: '4dc82561' });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await response.json();
    expect(body).toEqual({
      access_token: expect.stringMatching(/^tpa_[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: expect.stringContaining('device.read'),
    });
    expect((await devices(body.access_token)).status).toBe(200);
  });

  it('as a form, and with HTTP Basic', async () => {
    expect((await asForm(String(new URLSearchParams(good())))).status).toBe(200);
    const basic = Buffer.from(`${a.apiKey.clientId}:${a.apiKey.clientSecret}`).toString('base64');
    expect(
      (await asJson({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })).status,
    ).toBe(200);
  });

  it.each([
    ['an unknown grant', () => ({ ...good(), grant_type: 'password' }), 400, 'unsupported_grant_type'],
    ['no grant', () => ({ client_id: 'x', client_secret: 'y' }), 400, 'invalid_request'],
    ['no secret', () => ({ ...good(), client_secret: undefined }), 400, 'invalid_request'],
    ['a wrong secret', () => ({ ...good(), client_secret: 'tps_wrong' }), 401, 'invalid_client'],
    ['an unknown id', () => ({ ...good(), client_id: 'tpk_nobody' }), 401, 'invalid_client'],
    ['no JSON', () => '{', 400, 'invalid_request'],
    ['a list', () => [], 400, 'invalid_request'],
  ])('%s is refused as RFC 6749 §5.2 says', async (_, body, status, error) => {
    const response = await asJson(body());
    expect([response.status, (await response.json()).error]).toEqual([status, error]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('a parameter that stands there twice is refused', async () => {
    expect((await asForm(`${new URLSearchParams(good())}&client_id=other`)).status).toBe(400);
  });

  it('the 61st call in a minute waits', async () => {
    const key = await createApiKey(a.system, { name: 'Busy', description: null, roles: [], expiresAt: null });
    const body = {
      grant_type: 'client_credentials',
      client_id: key.clientId,
      client_secret: key.clientSecret,
    };
    const statuses: number[] = [];
    for (let n = 0; n < 61; n++) statuses.push((await asJson(body)).status);
    expect(statuses.slice(0, 60).every((status) => status === 200)).toBe(true);
    expect(statuses[60]).toBe(429);
  });
});

describe('the life of a token', () => {
  const token = async (at = new Date()) =>
    (await issueToken(a.apiKey.clientId, a.apiKey.clientSecret, at))?.accessToken as string;

  it('is one hour', async () => {
    expect((await devices(await token(new Date(Date.now() - 3_595_000)))).status).toBe(200);
    expect((await devices(await token(new Date(Date.now() - 3_601_000)))).status).toBe(401);
  });

  it('follows the roles of its key from one request to the next, never beyond its own scopes', async () => {
    const key = await createApiKey(a.system, {
      name: 'Reader',
      description: null,
      roles: ['manager.read-only'],
      expiresAt: null,
    });
    const issued = await issueToken(key.clientId, key.clientSecret, new Date());
    const bearer = issued?.accessToken as string;
    expect((await devices(bearer)).status).toBe(200);
    await database.sql`update api_keys set roles = ${['creator.admin']} where id = ${key.id}`;
    expect((await devices(bearer)).status).toBe(403);
    const decoders = await answerApi(
      new Request('http://127.0.0.1/api/decoders', { headers: { authorization: `Bearer ${bearer}` } }),
    );
    expect(decoders.status).toBe(403);
  });

  it('ends when its key is revoked or expires', async () => {
    for (const end of [
      (id: string) => revokeApiKey(a.system, { id }),
      (id: string) =>
        database.sql`update api_keys set expires_at = now() - interval '1 second' where id = ${id}`,
    ]) {
      const key = await createApiKey(a.system, {
        name: 'Ends',
        description: null,
        roles: ['manager.admin'],
        expiresAt: null,
      });
      const issued = await issueToken(key.clientId, key.clientSecret, new Date());
      expect((await devices(issued?.accessToken as string)).status).toBe(200);
      await end(key.id);
      expect((await devices(issued?.accessToken as string)).status).toBe(401);
      expect(await issueToken(key.clientId, key.clientSecret, new Date())).toBeNull();
    }
  });

  it('nothing of key or token is stored in the clear', async () => {
    const bearer = await token();
    const [row] =
      await database.sql`select (select string_agg(t::text, ' ') from access_tokens t) || (select string_agg(k::text, ' ') from api_keys k) || (select string_agg(l::text, ' ') from audit_log l) as everything`;
    for (const secret of [bearer, a.apiKey.clientSecret])
      expect(row?.everything).not.toContain(secret.slice(4));
  });
});

describe('the limit of requests', () => {
  it('is told with every answer, and the 601st in a minute waits', async () => {
    const key = await createApiKey(a.system, { name: 'Loop', description: null, roles: [], expiresAt: null });
    const issued = await issueToken(key.clientId, key.clientSecret, new Date());
    const bearer = issued?.accessToken as string;
    const first = await devices(bearer);
    expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual([
      '600',
      '599',
    ]);
    for (let n = 0; n < 599; n += 50)
      await Promise.all(Array.from({ length: Math.min(50, 599 - n) }, () => devices(bearer)));
    const last = await devices(bearer);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
