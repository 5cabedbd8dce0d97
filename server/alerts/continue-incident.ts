import type { Tx } from '#server/platform/database.ts';
import {
  belongsTo,
  isOver,
  type Looked,
  OPEN_LOOK_MS,
  QUIET_LOOK_MS,
  type RoundFacts,
} from './incident-rules.ts';
import {
  countHeardSince,
  isDeserted,
  joinIncident,
  leaveIncident,
  missedBehind,
  type OpenIncident,
  type Source,
} from './incidents.sql.ts';
import { type EventRow, insertEvents, markTold, resolveAlerts } from './steps.sql.ts';

/** Who joins it meanwhile, and whether it is over. */
export async function continueIncident(
  tx: Tx,
  source: Source,
  incident: OpenIncident,
  { now }: RoundFacts,
): Promise<Looked> {
  const { customerId } = source;
  const missed = await missedBehind(tx, source, now);
  const joining = missed.filter((device) => belongsTo(incident.since, device));
  await joinIncident(
    tx,
    incident.id,
    joining.map(({ alertId }) => alertId),
  );
  const events: EventRow[] = joining.map(({ alertId }) => ({
    alert: alertId,
    customer: customerId,
    event: 'joined',
  }));
  if (joining.length > 0)
    events.push({
      alert: incident.id,
      customer: customerId,
      event: 'member-joined',
      detail: { members: joining.length },
    });
  const [members, missing] = [incident.members + joining.length, incident.missing + joining.length];
  const isHeard = (await countHeardSince(tx, source, incident.since, 1)) > 0;
  const isGone = members === 0 && !isHeard && (await isDeserted(tx, source));
  const isEnded = isGone || isOver(members, missing, isHeard);
  if (isEnded)
    events.push(
      ...(await end(tx, source, incident.id, { members, resolution: isGone ? 'gone' : 'heard' }, now)),
    );
  await insertEvents(tx, events, now);
  return { isChanged: events.length > 0, due: now + (isEnded ? QUIET_LOOK_MS : OPEN_LOOK_MS) };
}

interface Ending {
  members: number;
  resolution: 'heard' | 'gone';
}

/** Those still missed go on by themselves, and are told of unless they were muted meanwhile. */
async function end(
  tx: Tx,
  { customerId }: Source,
  id: string,
  { members, resolution }: Ending,
  now: number,
): Promise<EventRow[]> {
  const left = await leaveIncident(tx, id, now);
  await resolveAlerts(tx, [{ id, resolution }], now);
  const isTold = ({ kind, isMuted }: (typeof left)[number]) => kind === 'silent' && !isMuted;
  await markTold(
    tx,
    left.filter(isTold).map((alert) => alert.id),
    now,
  );
  const over = { alert: id, customer: customerId, event: 'resolved' as const, told: true };
  return [
    { ...over, detail: { resolution, members, left: left.length } },
    ...left.map((alert) => ({
      alert: alert.id,
      customer: customerId,
      event: 'left' as const,
      told: isTold(alert),
    })),
  ];
}
