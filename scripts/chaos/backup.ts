import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { endProcess } from '../installation.ts';
import type { Sent } from '../load/frames.ts';
import { quiet } from '../load/queues.ts';
import { openStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { migrateDatabase } from '../migrate.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { check, type TrialOptions } from './checks.ts';
import { debianPostgres } from './debian-postgres.ts';
import { restoredFaults } from './restored.sql.ts';
import { onTrial, type Trial } from './trial.ts';

const RATE = 150;
/** As docs/operations.md says it: an owner that is no superuser, and the roles, which are in no dump. */
const OWNER = [
  `create role things login createrole password 'of the trial'`,
  'alter database things owner to things',
];
const ROLES = [
  'create role things_app nologin',
  'create role things_access nologin',
  'create role things_pipeline nologin',
  'grant things_app, things_access, things_pipeline to things with admin option',
];
const FRAMES_OF = `select d.identifier || '/' || ('x' || left(u.event->>'frmPayload', 8))::bit(32)::int as frame
  from uplinks u join devices d on d.id = u.device_id`;

/**
 * R15: `pg_dump` under load, `pg_restore` into another server, and the installation goes on there with the keys it had.
 * Without them nothing of what is sealed can be read.
 */
export async function backup({ dir, seconds }: TrialOptions): Promise<void> {
  const found = debianPostgres();
  if ('missing' in found) return console.log(`\nskipped: R15: backup and restore (${found.missing})`);
  const programs = found.path;
  console.log(`\nR15: pg_dump at ${RATE}/s and pg_restore elsewhere, by ${programs}`);
  const stand = await openStand(dir, {}, {}, { binaries: programs, migrate: migrateAsOwner });
  stand.env.DATABASE_URL = ownersUrl(stand.postgres.url);
  await onTrial(stand, { devices: 100, rate: RATE }, async (trial) => {
    const file = path.resolve(`${dir}.dump`);
    const { sent, began } = await dumpedUnderLoad(trial, programs, file, seconds);
    holdsNoSecrets(programs, file, trial);
    // What came after the dump is in no backup: the old installation delivers it before it goes.
    await quiet(stand, 60);
    const [earlier] = trial.workers.splice(0);
    if (earlier) await endProcess(earlier.process);
    const other = await emptyServer(`${dir}-restored`, programs);
    const origin = { ...stand, postgres: stand.postgres, sql: stand.sql };
    try {
      run(programs, 'pg_restore', '--exit-on-error', '--dbname', other.url, file);
      moveTo(stand, other);
      await holdsWhatWasAcknowledged(stand, sent, began);
      await isUselessWithoutKeys(trial);
      await goesOn(trial);
    } finally {
      for (const { process: child } of trial.workers.splice(0)) await endProcess(child);
      await stand.sql.end({ timeout: 2 });
      await other.stop();
      Object.assign(stand, origin);
      rmSync(file, { force: true });
    }
  });
}

async function dumpedUnderLoad(trial: Trial, programs: string, file: string, seconds: number) {
  await trial.send(trial.next(1));
  const load = trial.send(trial.next(seconds));
  await sleep((seconds * 1000) / 3);
  const began = performance.timeOrigin + performance.now();
  const args = ['--format=custom', '--file', file, '--dbname', trial.stand.postgres.url];
  const dump = spawn(path.join(programs, 'bin', 'pg_dump'), args, {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(dump, 'exit');
  const sent = await load;
  const during = sent.filter(({ at }) => at > began).length;
  check(
    'pg_dump goes through under load',
    code === 0 && during > 0,
    `${during} messages came meanwhile and after`,
  );
  check(
    'nobody was refused meanwhile',
    sent.every(({ status }) => status === 200),
  );
  return { sent, began };
}

async function emptyServer(dir: string, programs: string): Promise<PostgresServer> {
  for (const suffix of ['', '.log', '.password']) rmSync(`${dir}${suffix}`, { recursive: true, force: true });
  const server = await startPostgres({ dir: path.resolve(dir), binaries: programs });
  await asSuperuser(server.url, [...OWNER, ...ROLES]);
  return server;
}

async function migrateAsOwner(url: string): Promise<void> {
  await asSuperuser(url, OWNER);
  await migrateDatabase(ownersUrl(url));
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice() {} });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}

function ownersUrl(url: string): string {
  return Object.assign(new URL(url), { username: 'things', password: 'of the trial' }).href;
}

function moveTo(stand: Stand, server: PostgresServer): void {
  stand.sql = postgres(server.url, { max: 4, onnotice() {} });
  stand.env = { ...stand.env, DATABASE_URL: ownersUrl(server.url) };
}

async function holdsWhatWasAcknowledged({ sql }: Stand, sent: readonly Sent[], began: number): Promise<void> {
  const there = new Set((await sql.unsafe(FRAMES_OF)).map(({ frame }) => frame as string));
  const before = sent.filter(({ at, status }) => status === 200 && at < began);
  const lost = before.filter(({ key }) => !there.has(key)).length;
  check(
    'what was acknowledged before the dump is there',
    before.length > 0 && lost === 0,
    `${lost} of ${before.length} lost`,
  );
  const faults = await restoredFaults(sql);
  check('the invariants hold in what was restored', faults.length === 0, faults.join('; '));
}

function holdsNoSecrets(programs: string, file: string, { scene }: Trial): void {
  const asText = run(programs, 'pg_restore', '--file', '-', file);
  const secrets = [SHARED_SECRET, SIGNING_SECRET.slice('whsec_'.length), scene.connectionSecret];
  const found = secrets.filter((secret) => asText.includes(secret));
  check(
    'the dump holds no secret that can be read',
    asText.includes('COPY public.destinations') && found.length === 0,
  );
}

/** With another key-encryption key, the name of which is the same. */
async function isUselessWithoutKeys(trial: Trial): Promise<void> {
  const { stand } = trial;
  const env = stand.env;
  stand.env = { ...env, APP_KEK_load: Buffer.alloc(32, 1).toString('base64') };
  const before = await messages(stand);
  const stranger = await startWorker(stand).catch(() => null);
  const answers = stranger ? await answersOf(trial, stranger) : [];
  if (stranger) await endProcess(stranger.process);
  stand.env = env;
  const there = await messages(stand);
  check(
    'with another key it takes nothing in and sends nothing',
    there === before && answers.every(({ status }) => status !== 200),
    stranger ? `answers ${answers.map(({ status }) => status).join(', ')}` : 'it does not start',
  );
}

async function answersOf(trial: Trial, worker: Worker): Promise<Sent[]> {
  trial.workers.unshift(worker);
  const sent = await trial.send(trial.next(0.05));
  trial.workers.shift();
  return sent;
}

/** What waited in the dump goes out, what comes is taken: with the keys. */
async function goesOn(trial: Trial): Promise<void> {
  trial.workers.push(await startWorker(trial.stand));
  await trial.sendAgain();
  const sent = await trial.send(trial.next(1));
  check(
    'with the keys it goes on',
    sent.every(({ status }) => status === 200),
  );
  await trial.isWhole();
}

async function messages({ sql }: Stand): Promise<number> {
  const [row] = await sql`select count(*)::int as n from uplinks`;
  return row?.n;
}

function run(programs: string, program: string, ...args: string[]): string {
  const done = spawnSync(path.join(programs, 'bin', program), args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${program} failed: ${done.stderr}`);
  return done.stdout;
}
