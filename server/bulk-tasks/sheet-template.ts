import { stringify } from 'csv-stringify/sync';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { BulkKind } from './contract.ts';
import { selectTypesNamed } from './places.sql.ts';
import { definitionOf } from './registry.ts';
import type { Field } from './sheet/columns-contract.ts';

const HEADINGS: Partial<Record<Field, string>> = {
  deviceId: 'Device ID',
  devEui: 'DevEUI',
  joinEui: 'JoinEUI',
  appKey: 'AppKey',
  imei: 'IMEI',
  iccid: 'ICCID',
  dvnUuid: 'DvnUUID',
  sharedSecret: 'Shared secret',
  ratePlan: 'Rate plan',
  communicationPlan: 'Communication plan',
};
const heading = (field: Field) => HEADINGS[field] ?? `${field[0]?.toUpperCase()}${field.slice(1)}`;

/** An empty sheet for a task, with the columns that it takes; of a type whose keys the portal makes, without those. */
export async function sheetTemplate(
  actor: Actor,
  { kind, deviceTypeId }: { kind: BulkKind; deviceTypeId?: string | undefined },
): Promise<{ name: string; csv: string }> {
  const scope = authorize(actor, 'bulk-tasks.read');
  const { sheet } = definitionOf(kind);
  if (!sheet) throw new DomainError('bulk-tasks.takes-no-sheet', 'invalid');
  const types = deviceTypeId ? await tenantTransaction(scope, (tx) => selectTypesNamed(tx, scope)) : [];
  const type = types.find(({ id }) => id === deviceTypeId);
  if (deviceTypeId && !type) throw notFound('device-types');
  const left = new Set<Field>(type ? ['type', 'project'] : ['project']);
  if (type?.loraKeys === 'generated')
    for (const field of ['devEui', 'joinEui', 'appKey'] as const) left.add(field);
  const fields = sheet.fields.filter((field) => !left.has(field)).map(heading);
  const all = sheet.metadata ? [...fields, 'metadata:location'] : fields;
  return {
    name: `${kind}${type ? `-${type.slug}` : ''}.csv`,
    csv: `\ufeff${stringify([all], { record_delimiter: 'windows' })}`,
  };
}
