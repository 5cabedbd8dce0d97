import postgres from 'postgres';
import { identityHash } from '#server/pipeline/accept/message.ts';
import type { Frame } from '../load/frames.ts';
import { openStand } from '../load/stand.ts';
import { check, type TrialOptions } from './checks.ts';
import { answeredInTime, memoryIsFlat, onTrial, type Trial } from './trial.ts';

const RATE = 200;
const DEVICES = 80;
const BACK_WITHIN_SECONDS = 10;

/**
 * R12: another session holds what every message needs. First the identity of one of them, which its sender tells again and
 * again as `Retry-After` bids, until every connection of those that store waits for it; then the table of the devices, so
 * that nothing can be looked up.
 */
export async function slow({ dir, seconds }: TrialOptions): Promise<void> {
  console.log(`\nR12: Postgres hangs, ${seconds} s at ${RATE}/s`);
  const stand = await openStand(dir);
  await onTrial(stand, { devices: DEVICES, rate: RATE }, async (trial) => {
    const known = trial.scene.devices.slice(0, DEVICES / 2);
    const strangers = trial.scene.devices.slice(DEVICES / 2);
    const before = await trial.send(trial.next(1, known));
    check(
      'all is taken before',
      before.every(({ status }) => status === 200),
    );

    const [hot] = trial.next(1 / RATE, known) as [Frame];
    await during(trial, 'a row is held', await holdIdentity(trial, hot), () =>
      trial.send(trial.next(seconds, known).map((frame, n) => (n % (RATE / 2) === 0 ? hot : frame))),
    );
    await during(trial, 'devices cannot be looked up', await holdDevices(trial), () =>
      trial.send(trial.next(seconds / 2, strangers)),
    );
    await trial.sendAgain();
    await trial.isWhole();
  });
}

async function during(
  trial: Trial,
  what: string,
  release: () => Promise<void>,
  send: () => ReturnType<Trial['send']>,
) {
  const { value: sent, memory } = await trial.withMemory(send()).finally(release);
  answeredInTime(what, sent);
  memoryIsFlat(what, memory);
  const back = await trial.takenAgain(BACK_WITHIN_SECONDS);
  check(`${what}: taken again by itself`, back < BACK_WITHIN_SECONDS, `${back.toFixed(2)} s after`);
}

async function holdIdentity(trial: Trial, { key, body }: Frame): Promise<() => Promise<void>> {
  const { devices, customerId } = trial.scene;
  const device = devices.find(({ devEui }) => key.startsWith(devEui));
  const identity = identityHash(`uplink:${JSON.parse(body.toString()).deduplicationId}`);
  return held(trial.stand.postgres.url, async (tx) => {
    await tx`insert into uplink_identities (device_id, identity, customer_id, uplink_id, received_at)
      values (${device?.id as string}, decode(${identity}, 'hex'), ${customerId}, 0, now())`;
  });
}

function holdDevices(trial: Trial): Promise<() => Promise<void>> {
  return held(trial.stand.postgres.url, async (tx) => {
    await tx`lock table devices, network_adapters in access exclusive mode`;
  });
}

/** Takes something in a session of its own; it lets go of it, undone, when the answer is called. */
async function held(
  url: string,
  take: (tx: postgres.TransactionSql) => Promise<void>,
): Promise<() => Promise<void>> {
  const sql = postgres(url, { max: 1, onnotice() {} });
  const taken = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const session = sql
    .begin(async (tx) => {
      await take(tx);
      taken.resolve();
      await released.promise;
      throw new Error('let go');
    })
    .catch((error: Error) => taken.reject(error));
  await taken.promise;
  return async () => {
    released.resolve();
    await session;
    await sql.end();
  };
}
