import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import type { Command } from '#server/device-types/contract.ts';
import { selectDeviceTypeOwner } from '#server/device-types/repository.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { EncoderCreate, EncoderUpdate } from './contract.ts';
import {
  deleteEncoderRow,
  insertEncoder,
  lockEncoder,
  selectFlowsOfEncoder,
  updateEncoderRow,
} from './own-encoders.sql.ts';

/** As it is stored and comes back (jsonb has short keys first): what was not given is not there. */
const stored = (commands: EncoderCreate['commands']): Command[] =>
  commands.map(({ name, port, values }) => ({
    name,
    ...(port === undefined ? {} : { port }),
    values: values.map(({ value, hex }) => ({ hex, value })),
  }));

/** Of a table: commands that the customer's devices of a type understand, one of the platform's types too. */
export async function createEncoder(
  actor: Actor,
  { deviceTypeId, ...input }: EncoderCreate,
): Promise<{ id: string }> {
  const scope = authorize(actor, 'encoders.update');
  const id = randomUUID();
  await tenantTransaction(scope, async (tx) => {
    const type = await selectDeviceTypeOwner(tx, scope, deviceTypeId);
    if (!type) throw notFound('device-types');
    if (!type.networks.includes('lora')) throw new DomainError('encoders.lora-only', 'invalid');
    const values = { ...input, commands: stored(input.commands) };
    await insertEncoder(tx, scope, id, type, { kind: 'table', ...values });
    await recordAudit(tx, actor, {
      operation: 'encoders.update',
      object: { kind: 'encoder', id, name: input.name },
      after: { ...values, deviceTypeId },
    });
  });
  return { id };
}

export async function updateEncoder(actor: Actor, { id, ...input }: EncoderUpdate): Promise<void> {
  const scope = authorize(actor, 'encoders.update');
  await tenantTransaction(scope, async (tx) => {
    const present = await lockEncoder(tx, scope, id);
    if (!present) throw notFound('encoders');
    await storeChanges(tx, actor, {
      operation: 'encoders.update',
      kind: 'encoder',
      present,
      wanted: { ...input, commands: stored(input.commands) },
      store: (values) => updateEncoderRow(tx, scope, id, values),
    });
  });
}

export async function deleteEncoder(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'encoders.update');
  await tenantTransaction(scope, async (tx) => {
    const present = await lockEncoder(tx, scope, id);
    if (!present) throw notFound('encoders');
    const flows = await selectFlowsOfEncoder(tx, scope, id);
    if (flows.length > 0)
      throw new DomainError('encoders.in-use', 'conflict', { count: flows.length, flows: flows.join(', ') });
    await deleteEncoderRow(tx, scope, id);
    const { id: _id, ...before } = present;
    await recordAudit(tx, actor, {
      operation: 'encoders.update',
      object: { kind: 'encoder', id, name: present.name },
      before,
    });
  });
}
