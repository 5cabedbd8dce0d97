import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql as query } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '#scripts/postgres.ts';
import { closeDatabase, openOwnerSql, pipelineSql, tenantTransaction } from './database.ts';
import { mintTenantScope } from './mint-tenant-scope.ts';
import { useTestDatabase } from './test-database.ts';

// For the rest of the environment; the server that is killed is one of our own.
useTestDatabase();
const scope = mintTenantScope('019a0000-0000-7000-8000-000000000001');
const dir = path.resolve('.data', `killed-pg-${process.pid}`);
const settings = { fsync: 'off', autovacuum: 'off', max_connections: '50' };
const strays: unknown[] = [];
const stray = (error: unknown) => strays.push(error);
let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres({ dir, settings });
  process.env.DATABASE_URL = server.url;
  const owner = openOwnerSql();
  for (const role of ['things_app', 'things_access', 'things_pipeline'])
    await owner.unsafe(`create role ${role}`);
  await owner.end();
  process.on('uncaughtExceptionMonitor', stray);
  process.on('unhandledRejection', stray);
});

afterAll(async () => {
  process.off('uncaughtExceptionMonitor', stray);
  process.off('unhandledRejection', stray);
  await closeDatabase();
  await server.stop();
  for (const left of [server.dir, `${server.dir}.password`, `${server.dir}.log`, dir, `${dir}.password`])
    rmSync(left, { recursive: true, force: true });
});

/** The postmaster and every backend in the same moment, as a machine that loses power; then the server again. */
async function killAndStart(): Promise<void> {
  const { pid, port } = server;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? [];
  for (const one of [pid, ...children.map(Number)]) process.kill(one, 'SIGKILL');
  await server.ended;
  await sleep(200);
  server = await startPostgres({ dir: server.dir, port, settings });
}

it('a server that is killed under load fails calls and nothing else; all work again when it is back', async () => {
  const ends = { done: 0, failed: 0 };
  let isOver = false;
  const caller = async (n: number) => {
    while (!isOver) {
      const call =
        n % 2
          ? tenantTransaction(scope, async (tx) => {
              await tx.execute(query`select pg_sleep(0.002)`);
              await tx.execute(query`select ${n}::int`);
            })
          : pipelineSql()`select pg_sleep(0.002), ${n}::int`.then(() => {});
      await call.then(
        () => ends.done++,
        () => ends.failed++,
      );
      await sleep(1);
    }
  };
  const callers = Array.from({ length: 30 }, (_, n) => caller(n));
  for (let round = 0; round < 2; round++) {
    await expect.poll(() => ends.done, { timeout: 20_000 }).toBeGreaterThan(100);
    const { failed } = ends;
    await killAndStart();
    expect(ends.failed).toBeGreaterThan(failed);
    ends.done = 0;
    await expect.poll(() => ends.done, { timeout: 10_000 }).toBeGreaterThan(100);
  }
  isOver = true;
  await Promise.all(callers);
  expect(strays).toEqual([]);
}, 60_000);
