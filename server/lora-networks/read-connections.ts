import { type Actor, authorize } from '#server/access/actor.ts';
import { countRegistrations, countRegistrationsOfAll } from '#server/lora-registrations/requeue.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { canRegister, plansOf, settingsOf } from './connection-api.ts';
import type {
  Connection,
  ConnectionApi,
  ConnectionDetail,
  ConnectionInside,
  UnknownDevice,
} from './contract.ts';
import { isGlobal } from './global-connection.ts';
import {
  selectAccess,
  selectConnection,
  selectConnections,
  selectRefusals,
  selectRepeated,
  selectUnknownDevices,
} from './repository.ts';
import { webhookAddresses } from './webhook-address.ts';

const REFUSAL_HOURS = 48;

/** The customer's own connections, and the platform's, which it may use. */
export async function listConnections(actor: Actor): Promise<Connection[]> {
  const scope = authorize(actor, 'lora-connections.read');
  const rows = await tenantTransaction(scope, (tx) => selectConnections(tx, scope));
  return rows.map((row) => shown(row, scope));
}

type Row = Awaited<ReturnType<typeof selectConnections>>[number];

/** Of another's, what its users may know: neither what comes in there nor how it gets in. */
function shown(row: Row, scope: TenantScope): Connection {
  const { id, name, provider, status, createdAt, modifiedAt } = row;
  const isOwn = row.customerId === scope.customerId;
  return {
    ...{ id, name, provider, status, createdAt, modifiedAt, isOwn },
    state: status === 'disabled' ? 'disabled' : row.lastMessageAt === null ? 'quiet' : 'active',
    isGlobal: isGlobal(row),
    canRegister: canRegister(row),
    lastMessageAt: isOwn ? row.lastMessageAt : null,
    refusedLastHour: isOwn ? row.refusedLastHour : null,
    unknownDevices: isOwn ? row.unknownDevices : null,
  };
}

export async function getConnection(actor: Actor, { id }: { id: string }): Promise<ConnectionDetail> {
  const scope = authorize(actor, 'lora-connections.read');
  return tenantTransaction(scope, async (tx) => {
    const row = await selectConnection(tx, scope, id);
    if (!row) throw notFound('lora-connections');
    const connection = shown(row, scope);
    const { isOwn } = connection;
    return {
      ...connection,
      plans: plansOf(row),
      registered: isOwn ? await countRegistrationsOfAll(tx, id) : await countRegistrations(tx, scope, id),
      inside: isOwn ? await insideOf(tx, scope, row) : null,
    };
  });
}

async function insideOf(
  tx: Tx,
  scope: TenantScope,
  { id, provider }: Pick<Connection, 'id' | 'provider'>,
): Promise<ConnectionInside> {
  const access = await selectAccess(tx, scope, id);
  return {
    ...webhookAddresses(id, provider),
    apiSettings: access?.apiSecrets ? (settingsOf(access) as ConnectionApi['settings'] | null) : null,
    refusals: await selectRefusals(tx, scope, id, REFUSAL_HOURS),
    repeated: await selectRepeated(tx, scope, id, REFUSAL_HOURS),
    unknown: await selectUnknownDevices(tx, scope, id),
  };
}

/** Devices heard at any connection that nobody registered. */
export async function listUnknownDevices(actor: Actor): Promise<UnknownDevice[]> {
  const scope = authorize(actor, 'lora-connections.read');
  return tenantTransaction(scope, (tx) => selectUnknownDevices(tx, scope));
}
