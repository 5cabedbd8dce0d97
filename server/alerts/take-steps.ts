import { randomUUID } from 'node:crypto';
import type { Tx } from '#server/platform/database.ts';
import type { DeviceAlertKind } from './contract.ts';
import type { DueDevice } from './round.sql.ts';
import {
  type ChangedAlert,
  type EventRow,
  insertAlerts,
  insertEvents,
  lastAlerts,
  type NewAlert,
  type PastAlert,
  raiseAlerts,
  reopenAlerts,
  resolveAlerts,
} from './steps.sql.ts';
import { type AlertStep, isAgain, isToldAgain, type Judgement, silentSince } from './watch-rules.ts';

export type Judged = DueDevice & { judgement: Judgement; step: AlertStep };

/** An alert that is new or worse: told of after the incidents, which may take it in. */
export interface Fallen {
  id: string;
  customerId: string;
  kind: DeviceAlertKind;
  /** Not muted, and not told of lately. */
  mayTell: boolean;
}

interface Rows {
  made: NewAlert[];
  again: ChangedAlert[];
  raised: ChangedAlert[];
  resolved: { id: string; resolution: 'heard' | 'deactivated' }[];
  events: EventRow[];
  fallen: Fallen[];
  /** Of each incident, how many of its devices are back. */
  back: Map<string, { customer: string; members: number }>;
}

/** Opens, raises and resolves the alerts of devices whose state is another now. */
export async function takeSteps(tx: Tx, judged: readonly Judged[], now: number): Promise<Fallen[]> {
  const past = await lastAlerts(
    tx,
    judged.flatMap(({ step, deviceId }) => (step?.step === 'open' ? [deviceId] : [])),
  );
  const rows: Rows = {
    made: [],
    again: [],
    raised: [],
    resolved: [],
    events: [],
    fallen: [],
    back: new Map(),
  };
  for (const device of judged) addStep(rows, device, past.get(device.deviceId), now);
  for (const [alert, { customer, members }] of rows.back)
    rows.events.push({ alert, customer, event: 'member-back', detail: { members } });
  await insertAlerts(tx, rows.made, now);
  await reopenAlerts(tx, rows.again, now);
  await raiseAlerts(tx, rows.raised, now);
  await resolveAlerts(tx, rows.resolved, now);
  await insertEvents(tx, rows.events, now);
  return rows.fallen;
}

function addStep(rows: Rows, device: Judged, past: PastAlert | undefined, now: number): void {
  const { step, customerId: customer, deviceId, heardAt: heard, alertId } = device;
  if (!step) return;
  if (step.step === 'resolve') {
    if (alertId) addEnd(rows, device, alertId, step.resolution);
    return;
  }
  const { kind } = step;
  const last = step.step === 'open' && past && isAgain(past.resolvedAt, device.interval, now) ? past : null;
  const id = alertId ?? last?.id ?? randomUUID();
  const since = silentSince(device, now);
  if (alertId) rows.raised.push({ id, kind, heard, since });
  else if (last) rows.again.push({ id, kind, heard, since });
  else rows.made.push({ id, customer, device: deviceId, kind, heard, since });
  const mayTell = !device.isMuted && !device.incidentId && isToldAgain(last?.toldAt ?? device.toldAt, now);
  if (last) rows.events.push({ alert: id, customer, event: 'reopened' });
  rows.fallen.push({ id, customerId: customer, kind, mayTell });
}

function addEnd(
  rows: Rows,
  { customerId: customer, incidentId }: Judged,
  id: string,
  resolution: 'heard' | 'deactivated',
): void {
  rows.resolved.push({ id, resolution });
  rows.events.push({ alert: id, customer, event: 'resolved', detail: { resolution } });
  if (incidentId)
    rows.back.set(incidentId, { customer, members: (rows.back.get(incidentId)?.members ?? 0) + 1 });
}
