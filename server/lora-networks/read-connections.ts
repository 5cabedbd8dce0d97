import { type Actor, authorize } from '#server/access/actor.ts';
import { countRegistrations } from '#server/lora-registrations/requeue.sql.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { canRegister, plansOf, settingsOf } from './connection-api.ts';
import type { Connection, ConnectionApi, ConnectionDetail, UnknownDevice } from './contract.ts';
import { selectConnection, selectConnections, selectRefusals, selectUnknownDevices } from './repository.ts';
import { webhookAddresses } from './webhook-address.ts';

const REFUSAL_HOURS = 48;

export async function listConnections(actor: Actor): Promise<Connection[]> {
  const scope = authorize(actor, 'lora-connections.read');
  const rows = await tenantTransaction(scope, (tx) => selectConnections(tx, scope));
  return rows.map(shown);
}

type Row = Awaited<ReturnType<typeof selectConnections>>[number];

/** Settings stand on the connection's own page; secrets nowhere. */
function shown({ settings: _settings, apiSecrets, ...row }: Row): Connection {
  return { ...row, canRegister: canRegister({ ...row, apiSecrets }), ...webhookAddresses(row.id) };
}

export async function getConnection(actor: Actor, { id }: { id: string }): Promise<ConnectionDetail> {
  const scope = authorize(actor, 'lora-connections.read');
  return tenantTransaction(scope, async (tx) => {
    const row = await selectConnection(tx, scope, id);
    if (!row) throw notFound('lora-connections');
    return {
      ...shown(row),
      apiSettings: canRegister(row) ? (settingsOf(row) as ConnectionApi['settings'] | null) : null,
      plans: plansOf(row),
      registered: await countRegistrations(tx, scope, id),
      refusals: await selectRefusals(tx, scope, id, REFUSAL_HOURS),
      unknown: await selectUnknownDevices(tx, scope, id),
    };
  });
}

/** Devices heard at any connection that nobody registered. */
export async function listUnknownDevices(actor: Actor): Promise<UnknownDevice[]> {
  const scope = authorize(actor, 'lora-connections.read');
  return tenantTransaction(scope, (tx) => selectUnknownDevices(tx, scope));
}
