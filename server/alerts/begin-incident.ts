import { randomUUID } from 'node:crypto';
import type { Tx } from '#server/platform/database.ts';
import {
  belongsTo,
  type Looked,
  OPEN_LOOK_MS,
  QUIET_LOOK_MS,
  quietOf,
  type RoundFacts,
  togetherOf,
} from './incident-rules.ts';
import {
  countHeardSince,
  devicesBehind,
  endedIncident,
  incidentsOfGateways,
  insertIncident,
  isCovered,
  joinIncident,
  type MissedDevice,
  missedBehind,
  moveMembers,
  moveToGateway,
  reopenIncident,
  type Source,
  sourceName,
  strayedSince,
} from './incidents.sql.ts';
import { readHeardBy } from './round.sql.ts';
import { gatewaySource, readSource } from './sources.ts';
import { type EventRow, insertEvents, resolveAlerts } from './steps.sql.ts';
import { isToldAgain } from './watch-rules.ts';

const AGAIN_MS = 3_600_000;
/** Where fewer than an incident needs are behind it. */
const FEW_LOOK_MS = 3_600_000;
const MOST_STRAYED = 500;

interface Beginning {
  since: number;
  members: MissedDevice[];
  of: number;
  isQuiet: boolean;
}

/** Where a common way has none: whether its devices fell silent together. */
export async function beginIncident(tx: Tx, source: Source, facts: RoundFacts): Promise<Looked> {
  if (readSource(source.source).kind === 'gateway' && (await isCovered(tx, source)))
    return { isChanged: false, due: facts.now + QUIET_LOOK_MS };
  const missed = await missedBehind(tx, source, facts.now);
  const together = await fallenTogether(tx, source, missed);
  if (together) return { isChanged: true, due: await open(tx, source, together, facts) };
  const quiet = await fallenQuiet(tx, source, missed, facts);
  if ('due' in quiet) return { isChanged: false, due: quiet.due };
  return { isChanged: true, due: await open(tx, source, quiet, facts) };
}

async function fallenTogether(tx: Tx, source: Source, missed: MissedDevice[]): Promise<Beginning | null> {
  const found = togetherOf(missed);
  if (!found) return null;
  const { since, mayBeHeard } = found;
  const ids = new Set(found.memberIds);
  const members = missed.filter(({ deviceId }) => ids.has(deviceId));
  if (await isOneGateway(tx, source, members, since)) return null;
  let heard = await countHeardSince(tx, source, since, mayBeHeard + 1);
  if (heard > mayBeHeard && readSource(source.source).kind === 'gateway') {
    await refreshGateways(tx, source, since);
    heard = await countHeardSince(tx, source, since, mayBeHeard + 1);
  }
  return heard > mayBeHeard ? null : { since, members, of: members.length + heard, isQuiet: heard === 0 };
}

/** Those that another gateway hears by now say nothing for this one. */
async function refreshGateways(tx: Tx, source: Source, since: number): Promise<void> {
  const strayed = await strayedSince(tx, source, since, MOST_STRAYED);
  const by = new Map((await readHeardBy(tx, strayed)).map((row) => [row.deviceId, row]));
  await moveToGateway(
    tx,
    strayed.flatMap(({ deviceId, heardAt }) => {
      const gatewayId = by.get(deviceId)?.gatewayId;
      return gatewayId ? [{ deviceId, heardAt, gateway: gatewaySource(gatewayId) }] : [];
    }),
  );
}

/**
 * A connection of which only what one gateway hears is missed: then it is the gateway's, unless that gateway is heard of
 * by another way.
 */
async function isOneGateway(
  tx: Tx,
  { customerId, source }: Source,
  devices: readonly { gateway: string | null }[],
  since: number,
): Promise<boolean> {
  const [gateway, ...others] = new Set(devices.map((device) => device.gateway));
  if (readSource(source).kind === 'gateway' || !gateway || others.length > 0) return false;
  const itself = { customerId, source: gateway };
  if ((await countHeardSince(tx, itself, since, 1)) === 0) return true;
  await refreshGateways(tx, itself, since);
  return (await countHeardSince(tx, itself, since, 1)) === 0;
}

async function fallenQuiet(
  tx: Tx,
  source: Source,
  missed: MissedDevice[],
  { now, spans, behind }: RoundFacts,
): Promise<Beginning | { due: number }> {
  const heard = await countHeardSince(tx, source, now - QUIET_LOOK_MS, 1);
  if (heard > 0) return { due: now + QUIET_LOOK_MS };
  const devices = await devicesBehind(tx, source, now);
  if (devices.length < 3) return { due: now + FEW_LOOK_MS };
  // What waits in any of their shards may be from one of them.
  const known = Math.min(now, ...devices.map(({ shard }) => behind.get(shard) ?? now));
  const quiet = quietOf(devices, spans, known);
  if (!quiet || (await isOneGateway(tx, source, devices, quiet.since)))
    return { due: now + QUIET_LOOK_MS / 5 };
  const members = missed.filter((device) => belongsTo(quiet.since, device));
  return { ...quiet, members, isQuiet: true };
}

async function open(tx: Tx, source: Source, from: Beginning, { now }: RoundFacts): Promise<number> {
  const { customerId } = source;
  const again = await endedIncident(tx, source, now - AGAIN_MS);
  const id = again?.id ?? randomUUID();
  const told = !again || isToldAgain(again.toldAt, now);
  if (again) await reopenIncident(tx, id, from.since, told ? now : again.toldAt);
  else
    await insertIncident(tx, { ...source, id, name: await sourceName(tx, source), since: from.since }, now);
  const events: EventRow[] = [
    {
      alert: id,
      customer: customerId,
      event: again ? 'reopened' : 'opened',
      told,
      detail: { members: from.members.length, of: from.of },
    },
  ];
  await joinIncident(
    tx,
    id,
    from.members.map(({ alertId }) => alertId),
  );
  for (const { alertId } of from.members)
    events.push({ alert: alertId, customer: customerId, event: 'joined' });
  if (readSource(source.source).kind !== 'gateway')
    events.push(...(await absorb(tx, customerId, id, from.members, now)));
  await insertEvents(tx, events, now);
  return now + OPEN_LOOK_MS;
}

/** Incidents of its gateways were this one's, as is seen now. */
async function absorb(
  tx: Tx,
  customerId: string,
  id: string,
  members: MissedDevice[],
  now: number,
): Promise<EventRow[]> {
  const gateways = [...new Set(members.flatMap(({ gateway }) => gateway ?? []))];
  const ids = await incidentsOfGateways(tx, customerId, gateways);
  if (ids.length === 0) return [];
  await moveMembers(tx, ids, id);
  await resolveAlerts(
    tx,
    ids.map((one) => ({ id: one, resolution: 'merged' as const })),
    now,
  );
  return ids.map((alert) => ({
    alert,
    customer: customerId,
    event: 'resolved',
    detail: { resolution: 'merged' },
  }));
}
