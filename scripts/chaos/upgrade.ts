import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import postgres from 'postgres';
import { endProcess } from '../installation.ts';
import { openStand, type Stand, startWorker } from '../load/stand.ts';
import { migrateDatabase } from '../migrate.ts';
import { check, type TrialOptions } from './checks.ts';
import { earlierCommit, type Release, unpackRelease } from './release.ts';
import { onTrial, type Trial } from './trial.ts';

export interface UpgradeOptions extends TrialOptions {
  /** A commit; else the one before so many of the newest migrations. */
  from: string | undefined;
  migrations: number;
  /** Messages stored before. */
  filled: number;
}

const RATE = 200;
const LONGEST_LOCK_MS = 1_000;
const LOOK_EVERY_MS = 20;

/**
 * R16: the application of an earlier commit works on its own schema and data; the migrations of this one are applied
 * under it, and it goes on, until workers of this commit take its place.
 */
export async function upgrade({ dir, seconds, from, migrations, filled }: UpgradeOptions): Promise<void> {
  const found = earlierCommit(from ?? { migrations });
  if ('missing' in found) return console.log(`\nskipped: R16: an upgrade (${found.missing})`);
  const release = unpackRelease(found.commit);
  console.log(`\nR16: from ${found.commit.slice(0, 12)} to this, ${filled} messages stored, at ${RATE}/s`);
  try {
    const stand = await openStand(dir, {}, {}, { migrate: (url) => migrateAs(release, url) });
    stand.root = release.root;
    const { makeScene } = await import(
      pathToFileURL(path.join(release.root, 'server/pipeline/scene.fixture.ts')).href
    );
    await onTrial(stand, { devices: 200, rate: RATE, makeScene }, (trial) =>
      upgraded(trial, seconds, filled),
    );
  } finally {
    release.remove();
  }
}

/** By the earlier commit's own program. */
function migrateAs({ root }: Release, url: string): void {
  const program = `const { migrateDatabase } = await import('./scripts/migrate.ts'); await migrateDatabase(${JSON.stringify(url)});`;
  const done = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
    { cwd: root, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`the earlier commit's migrations failed: ${done.stderr}`);
}

async function upgraded(trial: Trial, seconds: number, filled: number): Promise<void> {
  const { stand } = trial;
  await trial.send(trial.next(filled / RATE), RATE * 10);
  const before = await appliedTo(stand);
  const load = trial.send(trial.next(seconds));
  const locks = watchLocks(stand.postgres.url);
  await sleep(1_000);
  const began = performance.now();
  await migrateDatabase(stand.postgres.url);
  const took = performance.now() - began;
  const sent = await load;
  const waits = await locks.stop();
  const applied = (await appliedTo(stand)) - before;
  check('migrations were applied under load', applied > 0, `${applied}, in ${took.toFixed(0)} ms`);
  const longest = sent.map(({ ms }) => ms).reduce((a, b) => Math.max(a, b), 0);
  check(
    'the earlier application refuses nobody meanwhile',
    sent.every(({ status }) => status === 200),
  );
  check(
    'nobody waits longer than a second for a lock',
    waits.longest <= LONGEST_LOCK_MS,
    `${waits.longest} ms, seen ${waits.looks} times`,
  );
  console.log(`the longest answer took ${longest.toFixed(0)} ms`);
  const after = await trial.send(trial.next(1));
  check(
    'it works on what was migrated',
    after.every(({ status }) => status === 200),
  );
  await replaceWorker(trial);
  const newer = await trial.send(trial.next(1));
  check(
    'and so does the one that takes its place',
    newer.every(({ status }) => status === 200),
  );
  await trial.sendAgain();
  await trial.isWhole();
}

/** This commit's worker begins, the earlier one ends. */
async function replaceWorker(trial: Trial): Promise<void> {
  const { stand, workers } = trial;
  delete stand.root;
  const [earlier] = workers.splice(0);
  workers.push(await startWorker(stand));
  if (earlier) await endProcess(earlier.process);
}

async function appliedTo({ sql }: Stand): Promise<number> {
  const [row] = await sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
  return row?.n;
}

/** The longest that anybody but who migrates was seen waiting for a lock. */
function watchLocks(url: string): { stop(): Promise<{ longest: number; looks: number }> } {
  const sql = postgres(url, { max: 1, onnotice() {} });
  let [stopped, longest, looks] = [false, 0, 0];
  const watching = (async () => {
    for (; !stopped; looks++) {
      const [row] = await sql<{ ms: number }[]>`
        select coalesce(max(extract(epoch from clock_timestamp() - l.waitstart)) * 1000, 0)::int as ms
        from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.application_name like 'things%'`;
      longest = Math.max(longest, row?.ms ?? 0);
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      await sql.end();
      return { longest, looks };
    },
  };
}
