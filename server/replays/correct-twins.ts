import { setTimeout as sleep } from 'node:timers/promises';
import { orderOf } from '#server/pipeline/record/changes.ts';
import type { Tx } from '#server/platform/database.ts';
import { locksAreTaken } from '#server/platform/postgres-errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Reported, ReportedChange } from '#server/twins/contract.ts';
import { diffReported, mergeReported, withdrawReported } from '#server/twins/rules.ts';
import { pastRecords } from '#server/uplinks/past-records.ts';
import type { ComparedMessage } from './compare.ts';
import { selectTwins, TwinMoved, type TwinState, updateTwins } from './twins.sql.ts';

const TRIES = 100;
const PAUSE_MS = 20;

export interface TwinChange {
  deviceId: string;
  reported: Reported;
  version: number;
  changes: ReportedChange[];
}

/**
 * What the twins of these messages' devices become. The ordinary merge would keep a wrong value that this very message
 * brought, since time and order of its new one are the same, and would never let go of one whose time was wrong: so
 * what the message's own changed records gave the twin is withdrawn first, then filled from the history, as if they had
 * never been, and the new records are merged like any others.
 *
 * @param replaced the history holds the new records already; otherwise what it holds of these messages does not count
 */
export async function twinChanges(
  tx: Tx,
  scope: TenantScope,
  messages: readonly ComparedMessage[],
  replaced: boolean,
): Promise<TwinChange[]> {
  const byDevice = Map.groupBy(messages, ({ message }) => message.deviceId);
  const states = await selectTwins(tx, scope, [...byDevice.keys()]);
  const open = [...byDevice].map(([deviceId, own]) => {
    const before: TwinState = states.get(deviceId) ?? { reported: {}, version: 0 };
    return { deviceId, own, before, ...withdrawn(before.reported, own) };
  });
  const wanted = open.flatMap(({ deviceId, names }) => names.map((name) => ({ deviceId, name })));
  const except = replaced ? [] : messages.map(({ message }) => message.id);
  const past = await pastRecords(tx, scope, wanted, { except });
  return open.flatMap(({ deviceId, own, before, reported: left }) => {
    let reported = left;
    for (const { records, order } of past.get(deviceId) ?? [])
      reported = mergeReported(reported, records, order).reported;
    for (const { message, steps } of own)
      for (const { pack } of steps)
        if (pack) reported = mergeReported(reported, pack.measurements, orderOf(message)).reported;
    const changes = diffReported(before.reported, reported);
    return changes.length > 0 ? [{ deviceId, reported, version: before.version, changes }] : [];
  });
}

function withdrawn(reported: Reported, own: readonly ComparedMessage[]) {
  let left = reported;
  const names = new Set<string>();
  for (const { message, steps } of own) {
    const gone = steps.flatMap(({ changes }) => changes.flatMap(({ before }) => before ?? []));
    const result = withdrawReported(left, gone, orderOf(message));
    left = result.reported;
    for (const name of result.names) names.add(name);
  }
  return { reported: left, names: [...names] };
}

/** Writes them; anew from the beginning whenever the pipeline was faster. */
export async function correctTwins(
  tx: Tx,
  scope: TenantScope,
  messages: readonly ComparedMessage[],
  replaced: boolean,
): Promise<TwinChange[]> {
  for (let tries = 1; ; tries++) {
    const changes = await twinChanges(tx, scope, messages, replaced);
    if (changes.length === 0) return changes;
    try {
      await tx.transaction((inner) => updateTwins(inner, scope, changes));
      return changes;
    } catch (error) {
      if (tries >= TRIES || !(error instanceof TwinMoved || locksAreTaken(error))) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
