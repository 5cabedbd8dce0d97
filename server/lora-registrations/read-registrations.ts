import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { LoraDetail, LoraRow, RegistrationTarget } from './contract.ts';
import { selectLoraDetail, selectLoraPage } from './list.sql.ts';
import { targetsOf } from './wish-on-network.ts';

export async function listLoraDevices(actor: Actor, query: TableQuery): Promise<TablePage<LoraRow>> {
  const scope = authorize(actor, 'lora-registrations.read');
  return tenantTransaction(scope, (tx) => selectLoraPage(tx, scope, query));
}

export async function getLoraDevice(actor: Actor, { id }: { id: string }): Promise<LoraDetail> {
  const scope = authorize(actor, 'lora-registrations.read');
  return tenantTransaction(scope, async (tx) => {
    const detail = await selectLoraDetail(tx, scope, id);
    if (!detail) throw notFound('lora-registrations');
    return detail;
  });
}

/** Connections that devices can be registered through, with their plans; the first is taken without a choice. */
export async function listRegistrationTargets(actor: Actor): Promise<RegistrationTarget[]> {
  const scope = authorize(actor, 'lora-registrations.read');
  return tenantTransaction(scope, (tx) => targetsOf(tx, scope));
}
