import type { NewDevice } from '#server/devices/contract.ts';
import { holdDevicePlace, registerDevices } from '#server/devices/register-devices.ts';
import { locationOf } from '#server/devices/rules.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { DataKey } from '#server/platform/secrets.ts';
import { applyChanges } from './change-devices.ts';
import type { Reason } from './contract.ts';
import { type Outcome, reason, type StoredRow, type TaskContext } from './definition.ts';
import { storeMetadata } from './device-states.sql.ts';
import type { NewRow } from './plan-additions.ts';
import { openOfRow, sealOfRow } from './row-seal.ts';
import { METADATA } from './sheet/columns-contract.ts';

export async function applyAdditions(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const outcomes = await applyChanges(
    context,
    rows.filter((row) => row.verdict === 'change'),
  );
  const key = await dataKeyOf(context.tx, context.scope.customerId);
  const added = rows.filter((row) => row.verdict === 'create');
  const groups = Map.groupBy(added, ({ after }) => {
    const { type, project, flows } = after as NewRow & { flows: { id: string }[] };
    return JSON.stringify([project.id, type.id, flows.map(({ id }) => id)]);
  });
  for (const [place, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
    outcomes.push(...(await addAt(context, key, JSON.parse(place) as [string, string, string[]], group)));
  return outcomes;
}

type Place = Parameters<typeof locationOf>[0];

async function addAt(
  { tx, actor, scope, taskId }: TaskContext,
  key: DataKey,
  [projectId, deviceTypeId, flowIds]: [string, string, string[]],
  rows: StoredRow[],
): Promise<Outcome[]> {
  const place = await holdDevicePlace(tx, actor, scope, { projectId, deviceTypeId }, rows.length);
  const wanted = rows.map((row): NewDevice => {
    const keys = openOfRow(key, taskId, row.number, row.sealed ?? '');
    const {
      name,
      description,
      barcode,
      tags,
      latitude = null,
      longitude = null,
      altitude = null,
    } = row.after as NewDevice & Partial<Place>;
    return {
      name,
      description,
      barcode,
      tags,
      location: locationOf({ latitude, longitude, altitude }),
      ...keys,
    };
  });
  const registered = await registerDevices(tx, actor, scope, place, wanted, flowIds);
  const metadata: Parameters<typeof storeMetadata>[2] = [];
  const outcomes = rows.map((row, at): Outcome => {
    const answer = registered[at];
    if (!answer?.ok)
      return {
        number: row.number,
        outcome: 'failed',
        reasons: [refusalOf(answer?.code)],
        sealed: null,
      };
    const values = Object.fromEntries(
      Object.entries(row.after ?? {}).flatMap(([field, value]) =>
        field.startsWith(METADATA) ? [[field.slice(METADATA.length), String(value)]] : [],
      ),
    );
    if (Object.keys(values).length > 0) metadata.push({ deviceId: answer.id, metadata: values });
    const made = answer.credentials;
    return {
      number: row.number,
      outcome: 'done',
      reasons: null,
      objectId: answer.id,
      // Only what the portal made is told, and once; what was brought is not kept a second time.
      sealed: made ? sealOfRow(key, taskId, row.number, made) : null,
      ...(made?.devEui || made?.dvnUuid
        ? {
            after: {
              ...row.after,
              ...(made.devEui ? { devEui: made.devEui, joinEui: made.joinEui } : {}),
              ...(made.dvnUuid ? { dvnUuid: made.dvnUuid } : {}),
            },
          }
        : {}),
    };
  });
  await storeMetadata(tx, scope, metadata);
  return outcomes;
}

/** Somebody took its identifier between plan and run; a SIM has reasons of its own. */
const refusalOf = (code: string | undefined): Reason =>
  reason(code === 'devices.identifier-taken' ? 'taken' : (code ?? 'internal'));
