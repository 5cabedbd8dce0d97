import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { POSTGRES_SETTINGS } from '../installation.ts';
import { KeptPostgres } from '../kept-postgres.ts';
import { openStand } from '../load/stand.ts';
import { check, type TrialOptions } from './checks.ts';
import { type TinyDisk, tinyDisk } from './tiny-disk.ts';
import { answeredInTime, memoryIsFlat, onTrial, type Trial } from './trial.ts';

const RATE = 200;
const DISK_MB = 400;
const LEFT_BYTES = 2 << 20;
/** More than it keeps for later, of 16 MB each. */
const LOG_FILES = 16;
/** The server looks every second whether it can start, and reads its log from the last checkpoint. */
const BACK_WITHIN_SECONDS = 20;
/** A log that is never let grow to more than the disk has. */
const SMALL = { ...POSTGRES_SETTINGS, max_wal_size: '64MB', min_wal_size: '32MB', shared_buffers: '64MB' };

/** R12: the disk of the database fills up under load, stays full, and has room again. */
export async function fullDisk({ dir, seconds }: TrialOptions): Promise<void> {
  const disk = tinyDisk(DISK_MB);
  if ('missing' in disk) return console.log(`\nskipped: R12: a full disk (${disk.missing})`);
  console.log(`\nR12: the disk of Postgres is full, ${seconds} s at ${RATE}/s`);
  try {
    await onDisk(disk, dir, seconds);
  } finally {
    disk.remove();
  }
}

async function onDisk(disk: TinyDisk, dir: string, seconds: number): Promise<void> {
  const data = path.join(disk.path, 'pg');
  const stand = await openStand(data, SMALL);
  const keeper = new KeptPostgres({ dir: data, settings: SMALL });
  keeper.keep(stand.postgres);
  stand.postgres = { ...stand.postgres, stop: () => keeper.stop() };
  // Only the database's disk is full: what the worker tells goes elsewhere.
  mkdirSync(path.dirname(dir), { recursive: true });
  stand.dir = dir;
  await onTrial(stand, { devices: 40, rate: RATE }, async (trial) => {
    const before = await trial.send(trial.next(1));
    check(
      'all is taken before',
      before.every(({ status }) => status === 200),
    );
    const started = await startOf(trial);
    await full(trial, disk, seconds);
    const began = performance.now();
    disk.clear();
    await trial.takenAgain(BACK_WITHIN_SECONDS);
    const back = (performance.now() - began) / 1000;
    check(
      'taken again by itself once there is room',
      back < BACK_WITHIN_SECONDS,
      `${back.toFixed(1)} s after`,
    );
    await trial.sendAgain();
    await trial.isWhole();
    const log = readFileSync(`${data}.log`, 'utf8');
    check('tables could not grow', /ERROR:.*No space left on device/.test(log));
    check('the server ended, because its log could not grow', (await startOf(trial)) > started);
  });
}

async function full(trial: Trial, disk: TinyDisk, seconds: number): Promise<void> {
  disk.fill(LEFT_BYTES);
  // What the server sets free meanwhile is taken from it again.
  const keepFull = setInterval(() => disk.fill(0), 250);
  await sleep(250);
  const half = () => trial.send(trial.next(seconds / 2));
  const { value: sent, memory } = await trial.withMemory(
    half().then(async (first) => [...first, ...(await logFull(trial).then(half))]),
  );
  clearInterval(keepFull);
  answeredInTime('the disk is full', sent);
  memoryIsFlat('the disk is full', memory);
}

/**
 * Tables that cannot grow are a statement's error. A log that cannot grow ends the server, and none starts until there is
 * room: what is left of the log's files is used up to get there.
 */
async function logFull({ stand: { sql } }: Trial): Promise<void> {
  for (let n = 0; n < LOG_FILES; n++) {
    const isUp = await sql`select pg_logical_emit_message(true, 'chaos', 'x'), pg_switch_wal()`.then(
      () => true,
      () => false,
    );
    if (!isUp) return;
  }
}

async function startOf({ stand: { sql } }: Trial): Promise<number> {
  const [row] = await sql<{ at: Date }[]>`select pg_postmaster_start_time() as at`;
  return row?.at.getTime() ?? 0;
}
