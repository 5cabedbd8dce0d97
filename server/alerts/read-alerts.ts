import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { AlertDetail, AlertItem, AlertMute, AlertWish, Notices, OpenAlerts } from './contract.ts';
import { selectAlert, selectAlertPage } from './list.sql.ts';
import { countUnread, selectNotices, selectReader, selectTimeZone } from './readers.sql.ts';
import { countOpen, selectEvents, selectMutes, selectMutesOf } from './repository.ts';

export async function listAlerts(actor: Actor, query: TableQuery): Promise<TablePage<AlertItem>> {
  const scope = authorize(actor, 'alerts.read');
  return tenantTransaction(scope, (tx) => selectAlertPage(tx, scope, query));
}

/** With what happened to it, and what keeps it quiet. */
export async function getAlert(actor: Actor, { id }: { id: string }): Promise<AlertDetail> {
  const scope = authorize(actor, 'alerts.read');
  return tenantTransaction(scope, async (tx) => {
    const alert = await selectAlert(tx, scope, id);
    if (!alert) throw notFound('alerts');
    const events = await selectEvents(tx, id);
    const mutes = alert.device ? await selectMutesOf(tx, scope, alert.device.id) : [];
    return { ...alert, events, mutes };
  });
}

/** What is open of one device, and what keeps it quiet. */
export async function getDeviceAlerts(
  actor: Actor,
  { id }: { id: string },
): Promise<{ open: AlertItem | null; mutes: AlertMute[] }> {
  const scope = authorize(actor, 'alerts.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    const filters = [
      { field: 'deviceId', op: 'is' as const, value: id },
      { field: 'status', op: 'is' as const, value: 'open' },
    ];
    const { rows } = await selectAlertPage(tx, scope, { filters, limit: 1 });
    return { open: rows[0] ?? null, mutes: await selectMutesOf(tx, scope, id) };
  });
}

/** What wants attention: not acknowledged, not muted, and of incidents themselves only. */
export async function countOpenAlerts(actor: Actor): Promise<OpenAlerts> {
  const scope = authorize(actor, 'alerts.read');
  return tenantTransaction(scope, (tx) => countOpen(tx, scope));
}

export async function listMutes(actor: Actor): Promise<AlertMute[]> {
  const scope = authorize(actor, 'alerts.read');
  return tenantTransaction(scope, (tx) => selectMutes(tx, scope));
}

export async function listNotices(actor: Actor): Promise<Notices> {
  const scope = authorize(actor, 'alerts.follow');
  return tenantTransaction(scope, async (tx) => {
    const reader = await selectReader(tx, scope, personOf(actor));
    return { items: await selectNotices(tx, scope, reader), unread: await countUnread(tx, scope, reader) };
  });
}

export async function getWish(actor: Actor): Promise<AlertWish> {
  const scope = authorize(actor, 'alerts.follow');
  return tenantTransaction(scope, async (tx) => {
    const { mail, kinds, projectIds } = await selectReader(tx, scope, personOf(actor));
    const timeZone = await selectTimeZone(tx, scope, personOf(actor));
    return { mail, kinds, projectIds, timeZone };
  });
}

/** Only a person hears of anything. */
export function personOf({ kind, id }: Actor): string {
  if (kind !== 'user') throw new DomainError('alerts.no-person', 'forbidden');
  return id;
}
