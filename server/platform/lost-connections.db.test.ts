import { setTimeout as sleep } from 'node:timers/promises';
import { sql as query } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cut, CuttingProxy } from './cutting-proxy.fixture.ts';
import {
  accessDatabase,
  closeDatabase,
  listenSql,
  openOwnerSql,
  pipelineSql,
  tenantTransaction,
} from './database.ts';
import { mintTenantScope } from './mint-tenant-scope.ts';
import { Pool } from './postgres-pool.ts';
import { useTestDatabase } from './test-database.ts';

const database = useTestDatabase();
const scope = mintTenantScope('019a0000-0000-7000-8000-000000000001');
const CUTS: Cut[] = ['fin', 'rst'];
/** How Postgres begins to greet: AuthenticationOk, or its request for a password. */
const GREETING = 'R\0\0\0';
const strays: unknown[] = [];
const stray = (error: unknown) => strays.push(error);
let proxy: CuttingProxy;

beforeAll(async () => {
  const made = await CuttingProxy.before(database.url);
  proxy = made.proxy;
  process.env.DATABASE_URL = made.url;
  await database.sql`create table notes (word text)`;
  await database.sql`grant all on notes to things_pipeline, things_app`;
  process.on('uncaughtExceptionMonitor', stray);
  process.on('unhandledRejection', stray);
});

beforeEach(async () => {
  await closeDatabase();
  strays.length = 0;
});

afterEach(async () => {
  proxy.cutWhen = null;
  proxy.away = 'no';
  proxy.encrypts = false;
  // What a broken driver does wrong it does a moment later.
  await sleep(20);
  expect(strays).toEqual([]);
});

afterAll(async () => {
  await closeDatabase();
  await proxy.stop();
  process.off('uncaughtExceptionMonitor', stray);
  process.off('unhandledRejection', stray);
});

const word = (n: number) => query`select ${n}::int as n`;
const works = async () => {
  expect(await tenantTransaction(scope, (tx) => tx.execute(word(7)))).toEqual([{ n: 7 }]);
  expect(await pipelineSql()`select ${8}::int as n`).toEqual([{ n: 8 }]);
};
const soon = async <T>(promise: Promise<T>): Promise<T> =>
  Promise.race([
    promise,
    sleep(5_000).then(() => {
      throw new Error('neither an answer nor an error');
    }),
  ]);

describe.each(CUTS)('a connection that is lost (%s)', (how) => {
  it.each([
    ['before it is taken', 'client' as const, ''],
    ['at the greeting', 'server' as const, GREETING],
    ['when the first statement is sent', 'client' as const, 'select'],
  ])('%s: the call fails, the next one works', async (_, from, text) => {
    let cuts = 0;
    proxy.cutWhen = (said) => (said.from === from && said.text.includes(text) && cuts++ < 1 ? how : null);
    await expect(soon(tenantTransaction(scope, (tx) => tx.execute(word(1))))).rejects.toThrow();
    expect(cuts).toBe(1);
    await soon(works());
    await closeDatabase();
    cuts = 0;
    await expect(soon(pipelineSql()`select 1`.then(() => {}))).rejects.toThrow();
    await soon(works());
  });

  it('during a statement of a transaction: all of it fails, the next one works', async () => {
    const lost = tenantTransaction(scope, async (tx) => {
      await tx.execute(query`insert into notes values ('lost')`);
      setTimeout(() => proxy.cutAll(how), 50);
      await tx.execute(query`select pg_sleep(5)`);
    });
    await expect(soon(lost)).rejects.toThrow();
    await soon(works());
    expect(await database.sql`select from notes`).toHaveLength(0);
  });

  it('between the statements of a transaction: nothing of it runs on another connection', async () => {
    const ran: string[] = [];
    const lost = tenantTransaction(scope, async (tx) => {
      await tx.execute(query`insert into notes values ('lost')`);
      proxy.cutAll(how);
      await sleep(20);
      // Others take a connection meanwhile; the driver's pool would lend them this very one.
      await works();
      await tx.execute(query`insert into notes values ('stray')`).catch((error) => {
        ran.push('refused');
        throw error;
      });
      ran.push('ran');
    });
    await expect(soon(lost)).rejects.toThrow();
    expect(ran).toEqual(['refused']);
    expect(await database.sql`select from notes`).toHaveLength(0);
    await soon(works());
  });

  it('in the same moment as a statement is sent: no turn of the loop lets it through', async () => {
    for (let i = 0; i < 30; i++) {
      const ended = tenantTransaction(scope, async (tx) => {
        await tx.execute(word(1));
        proxy.cutAll(how);
        for (let n = 0; n < 20; n++) {
          await tx.execute(word(n));
          if (n === i % 5) await new Promise((resolve) => setImmediate(resolve));
        }
        await sleep(2);
        await tx.execute(word(1));
      });
      await expect(soon(ended)).rejects.toThrow();
      await soon(works());
    }
  });

  it('at rest: the next call does not notice', async () => {
    await works();
    const before = proxy.opened;
    proxy.cutAll(how);
    await sleep(30);
    await soon(works());
    expect(proxy.opened).toBeGreaterThan(before);
  });

  it('with many at work: each gets an answer or an error, and all work again', async () => {
    const calls = Array.from({ length: 60 }, (_, n) =>
      n % 2
        ? pipelineSql()`select pg_sleep(0.3), ${n}::int as n`.then(() => {})
        : tenantTransaction(scope, async (tx) => {
            await tx.execute(word(n));
            await tx.execute(query`select pg_sleep(0.3)`);
          }),
    );
    const ended = Promise.allSettled(calls);
    await expect.poll(() => proxy.open).toBe(18);
    await sleep(50);
    proxy.cutAll(how);
    const ends = await soon(ended);
    expect(ends.some(({ status }) => status === 'rejected')).toBe(true);
    for (let n = 0; n < 20; n++) await soon(works());
  });

  it('while an owner works: no process ends by it', async () => {
    const owner = openOwnerSql();
    const lost = owner.begin(async (tx) => {
      await tx`select set_config('lock_timeout', '1s', true)`;
      proxy.cutAll(how);
      await tx`select pg_sleep(1)`;
    });
    await expect(soon(lost)).rejects.toThrow();
    expect(await soon(owner`select ${['a', 'b"\\,{}', null]}::text[] as words`)).toEqual([
      { words: ['a', 'b"\\,{}', null] },
    ]);
    await owner.end();
  });

  it('of a listener: it listens again by itself and says so', async () => {
    const heard: string[] = [];
    let times = 0;
    const { unlisten } = await listenSql().listen(
      'words',
      (payload) => heard.push(payload),
      () => times++,
    );
    expect(times).toBe(1);
    proxy.cutAll(how);
    await expect.poll(() => times, { timeout: 5_000 }).toBe(2);
    await database.sql`select pg_notify('words', 'again')`;
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['again']);
    await unlisten();
  });
});

describe.each(['refusing', 'closing'] as const)('a database that is away (%s)', (away) => {
  it('answers every call with an error at once, is not called without pause, and is used again when it is back', async () => {
    let times = 0;
    await listenSql().listen(
      'words',
      () => {},
      () => times++,
    );
    await works();
    proxy.away = away;
    proxy.cutAll('rst');
    await sleep(20);
    const before = proxy.opened;
    for (let n = 0; n < 20; n++) {
      await expect(soon(tenantTransaction(scope, (tx) => tx.execute(word(n))))).rejects.toThrow();
      await expect(soon(pipelineSql()`select 1`.then(() => {}))).rejects.toThrow();
      await expect(soon(accessDatabase().execute(word(n)))).rejects.toThrow();
    }
    await sleep(300);
    // One connection a call, and the listener's few tries.
    expect(proxy.opened - before).toBeLessThanOrEqual(60 + 6);
    proxy.away = 'no';
    await soon(works());
    await expect.poll(() => times, { timeout: 5_000 }).toBe(2);
  });
});

describe('a session that the server ends', () => {
  it('in a transaction: the call fails, and its error is nobody else’s', async () => {
    const lost = tenantTransaction(scope, async (tx) => {
      const [row] = (await tx.execute(query`select pg_backend_pid() as pid`)) as unknown as { pid: number }[];
      await database.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
      await tx.execute(word(1));
    });
    await expect(soon(lost)).rejects.toThrow();
    for (let n = 0; n < 8; n++) await soon(works());
  });

  it('in every statement that is under way: the next ones all work', async () => {
    const calls = Array.from({ length: 8 }, () => pipelineSql()`select pg_sleep(60)`.then(() => {}));
    const waiting = Array.from({ length: 3 }, (_, n) => pipelineSql()`select ${n}::int as n`.then(() => {}));
    const ended = Promise.allSettled([...calls, ...waiting]);
    const sleeping = async () =>
      (
        await database.sql`
          select pid from pg_stat_activity
          where datname = current_database() and state = 'active' and query like 'select pg_sleep(60)%'`
      ).map(({ pid }) => pid);
    await expect.poll(sleeping, { timeout: 20_000 }).toHaveLength(8);
    await database.sql`select pg_terminate_backend(pid) from unnest(${await sleeping()}::int[]) pid`;
    const ends = await soon(ended);
    // Those that waited for a line were given new ones.
    expect(ends.map(({ status }) => status)).toEqual([
      ...Array(8).fill('rejected'),
      ...Array(3).fill('fulfilled'),
    ]);
    for (let n = 0; n < 8; n++) await soon(works());
  });
});

it('over TLS it is the same', async () => {
  const plain = process.env.DATABASE_URL as string;
  const pool = new Pool(`${plain}?sslmode=require`, { max: 2 });
  proxy.encrypts = true;
  const { sql } = pool;
  for (const how of CUTS) {
    expect(await soon(sql`select ${9}::int as n`.then((rows) => [...rows]))).toEqual([{ n: 9 }]);
    const lost = sql.begin(async (tx) => {
      await tx`select 1`;
      proxy.cutAll(how);
      await sleep(10);
      await tx`select 2`;
    });
    await expect(soon(lost)).rejects.toThrow();
  }
  proxy.cutWhen = ({ from }) => (from === 'server' ? 'fin' : null);
  await expect(soon(sql`select 1`.then(() => {}))).rejects.toThrow();
  proxy.cutWhen = null;
  expect(await soon(sql`select ${9}::int as n`.then((rows) => [...rows]))).toEqual([{ n: 9 }]);
  await sql.end();
});

describe('a transaction', () => {
  it('is rolled back by a statement that failed, also when its error was caught', async () => {
    const caught = tenantTransaction(scope, async (tx) => {
      await tx.execute(query`insert into notes values ('kept?')`);
      await tx.execute(query`select 1/0`).catch(() => {});
    });
    await expect(caught).rejects.toMatchObject({ code: '22012' });
    expect(await database.sql`select from notes`).toHaveLength(0);
  });

  it('goes on after a savepoint that was rolled back', async () => {
    await tenantTransaction(scope, async (tx) => {
      await tx.execute(query`insert into notes values ('kept')`);
      await tx
        .transaction(async (inner) => {
          await inner.execute(query`insert into notes values ('dropped')`);
          await inner.execute(query`select 1/0`);
        })
        .catch(() => {});
    });
    expect(await database.sql`delete from notes returning word`).toEqual([{ word: 'kept' }]);
  });

  it('refuses a statement that comes after its end', async () => {
    let late: { execute(q: ReturnType<typeof word>): Promise<unknown> } | undefined;
    await tenantTransaction(scope, async (tx) => {
      late = tx as never;
      await tx.execute(word(1));
    });
    await expect(late?.execute(word(2))).rejects.toMatchObject({
      cause: { message: 'a statement was sent after the end of its transaction' },
    });
  });

  it('waits for a line when all are taken, and statements wait in their order', async () => {
    const ends: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        tenantTransaction(scope, async (tx) => {
          await tx.execute(query`select pg_sleep(0.005)`);
          ends.push(n);
        }),
      ),
    );
    expect(ends).toHaveLength(30);
    expect(proxy.open).toBeLessThanOrEqual(10);
  });
});
