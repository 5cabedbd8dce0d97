import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import type { ActionAnswer } from './action.ts';
import { ACTIONS, EMPTY_INSTEAD_OF_404, ONLY_FOR_THE_OPERATOR, ROW_IDS } from './door-cases.fixture.ts';
import { PRINCIPALS, sessionWith, unknownId, unknownNumber } from './principals.fixture.ts';

// What Next gives a door: the request's headers, and the session id that its cookie carries.
const request = { headers: new Headers(), sid: null as string | null };
vi.mock('server-only', () => ({}));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next-auth', () => ({ getServerSession: async () => (request.sid ? { sid: request.sid } : null) }));

const ORIGIN = 'http://127.0.0.1:3000';
const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const sessions = new Map<string, string>();

type Action = (input: unknown) => Promise<ActionAnswer<unknown>>;
const actions = new Map<string, Action>();
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
const rows = new Map<string, Handler>();

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  await signInAll();
});

async function signInAll(): Promise<void> {
  for (const { name, roles } of PRINCIPALS)
    sessions.set(name, (await sessionWith(database.sql, a.customerId, roles)).sid);
}

afterAll(closeEditorSandbox);

const root = process.cwd();
for (const noun of readdirSync('server')) {
  if (!existsSync(path.join('server', noun, 'actions.ts'))) continue;
  const doors = (await import(path.join(root, 'server', noun, 'actions.ts'))) as Record<string, Action>;
  for (const [name, action] of Object.entries(doors)) actions.set(`${noun}.${name}`, action);
}
for (const file of readdirSync('app/rows', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('route.ts')) continue;
  const { GET } = (await import(path.join(root, 'app/rows', file))) as { GET: Handler };
  rows.set(path.dirname(file), GET);
}

function as(principal: string | null, origin: string | null = ORIGIN): void {
  request.sid = principal === null ? null : (sessions.get(principal) as string);
  request.headers = new Headers(origin === null ? {} : { origin });
}

const unknownIds = (): Tenant['ids'] => {
  const like = b.ids;
  const made = Object.fromEntries(
    Object.entries(like).map(([name, id]) => [
      name,
      typeof id === 'number' ? unknownNumber(id) : unknownId(),
    ]),
  );
  return made as unknown as Tenant['ids'];
};

/** Everything that another customer has, as one hash. */
async function stateOf(customerId: string): Promise<string> {
  const tables = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'customer_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const hashes: string[] = [];
  for (const { name } of tables) {
    const [row] =
      await database.sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${database.sql(name)} t where customer_id = ${customerId}`;
    hashes.push(`${name} ${row?.hash}`);
  }
  return hashes.join('\n');
}

it('every action has a case in door-cases.fixture.ts, and the other way round', () => {
  expect([...actions.keys()].sort()).toEqual(Object.keys(ACTIONS).sort());
});

describe.each(Object.entries(ACTIONS))('action %s', (name, { least, names, input }) => {
  const run = (ids: Tenant['ids']) => (actions.get(name) as Action)(input(ids));
  const codeOf = (answer: ActionAnswer<unknown>) => (answer.ok ? 'ok' : answer.error.code);

  it('refuses the signed-out, and every origin but its own', async () => {
    as(null);
    expect(codeOf(await run(a.ids))).toBe('access.signed-out');
    for (const origin of [
      null,
      'null',
      'https://evil.example',
      'http://127.0.0.1:3001',
      'https://127.0.0.1:3000',
    ]) {
      as('everything', origin);
      expect(codeOf(await run(a.ids))).toBe('access.foreign-origin');
    }
  });

  it('refuses input that is not in form, after it knows who asks', async () => {
    as('everything');
    expect(codeOf(await (actions.get(name) as Action)({ strange: true }))).toBe('input.invalid');
  });

  it.each(PRINCIPALS.map((principal) => [principal.name, principal] as const))('%s', async (_, principal) => {
    as(principal.name);
    const code = codeOf(await run(unknownIds()));
    const allowed = least.every((one) => principal.allows.includes(one));
    if (allowed) expect(code).not.toBe('access.forbidden');
    else expect(code).toBe('access.forbidden');
  });

  if (names)
    it('a foreign thing looks exactly like an unknown one, and nothing of it changes', async () => {
      as('everything');
      const before = await stateOf(b.customerId);
      const [foreign, unknown] = [await run(b.ids), await run(unknownIds())];
      if (foreign.ok || unknown.ok) throw new Error('it was done');
      const plain = ({ requestId: _, ...error }: typeof foreign.error) => error;
      expect(plain(foreign.error)).toEqual(plain(unknown.error));
      expect(foreign.error.kind).toBe('not-found');
      expect(await stateOf(b.customerId)).toBe(before);
    });
});

describe.each([...rows.keys()].map((address) => [address]))('rows %s', (address) => {
  // One person may fetch a few files an hour: each has people of its own.
  if (address.endsWith('/export')) beforeAll(signInAll);
  const segments = address.split('/');
  const params = (ids: Tenant['ids']) =>
    Object.fromEntries(
      segments.flatMap((segment, at) => {
        const name = /^\[(\w+)\]$/.exec(segment)?.[1];
        if (!name) return [];
        // Versions are of whatever the address begins with.
        const key = ROW_IDS[`${segments[0]}/${segments[at - 1]}`] ?? ROW_IDS[segments[at - 1] ?? ''];
        if (!key) throw new Error(`say in ROW_IDS whose id stands behind ${segments[at - 1]}`);
        return [[name, String(ids[key])]];
      }),
    );
  const query = () => {
    const [from, to] = [new Date(Date.now() - 86_400_000).toISOString(), new Date().toISOString()];
    const more = { name: 'temperature', hours: '24', weeks: '10', type: a.ids.deviceType };
    return new URLSearchParams({ from, to, ...more });
  };
  const get = (ids: Tenant['ids']) => {
    const search = query();
    if (address === 'search') search.set('q', 'CANARY');
    if (address.endsWith('/export')) {
      search.set('format', 'csv');
      search.set('columns', 'id');
    }
    return (rows.get(address) as Handler)(new Request(`${ORIGIN}/rows/${address}?${search}`), {
      params: Promise.resolve(params(ids)),
    });
  };

  it('shows its own to who may see it, nobody else anything', async () => {
    as(null);
    expect((await get(a.ids)).status).toBe(401);
    as('support');
    expect((await get(a.ids)).status).toBe(403);
    as('everything');
    const response = await get(a.ids);
    expect(response.status).toBe(ONLY_FOR_THE_OPERATOR.has(address) ? 404 : 200);
    expect(await response.text()).not.toContain('CANARY-B');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  if (address.includes('['))
    it('a foreign id looks exactly like an unknown one', async () => {
      as('everything');
      const [foreign, unknown] = [await get(b.ids), await get(unknownIds())];
      const [seen, never] = [await foreign.text(), await unknown.text()];
      expect(foreign.status).toBe(address in EMPTY_INSTEAD_OF_404 ? 200 : 404);
      expect(unknown.status).toBe(foreign.status);
      expect(seen.length).toBe(never.length);
    });
});

describe('a session', () => {
  it('ends at the next request when it is revoked, its person is deactivated, or a role is taken away', async () => {
    const { sid, userId } = await sessionWith(database.sql, a.customerId, ['manager.editor']);
    request.headers = new Headers({ origin: ORIGIN });
    request.sid = sid;
    const create = actions.get('projects.createProject') as Action;
    expect(await create({ name: 'One' })).toMatchObject({ ok: true });
    await database.sql`delete from user_roles where user_id = ${userId}`;
    expect(await create({ name: 'Two' })).toMatchObject({ error: { code: 'access.forbidden' } });
    await database.sql`update users set status = 'deactivated' where id = ${userId}`;
    expect(await create({ name: 'Three' })).toMatchObject({ error: { code: 'access.signed-out' } });
    await database.sql`update users set status = 'active' where id = ${userId}`;
    await database.sql`update sessions set revoked_at = now() where id = ${sid}`;
    expect(await create({ name: 'Four' })).toMatchObject({ error: { code: 'access.signed-out' } });
  });
});
