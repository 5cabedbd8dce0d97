import { hashPassword } from '#server/access/password.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import { type UserCreate, userCreateSchema } from './contract.ts';
import { insertSystemUser } from './repository.ts';

/** A person of a customer, made by the platform (seed, registration). Without a password nobody signs in as them. */
export async function createUser(input: UserCreate): Promise<{ id: string }> {
  const { password, ...fields } = userCreateSchema.parse(input);
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const { customerId, name, email, roles } = fields;
  try {
    return await pipelineDatabase().transaction(async (tx) => {
      const id = await insertSystemUser(tx, { ...fields, jobTitle: fields.jobTitle ?? null, passwordHash });
      await recordAudit(tx, systemActor(customerId), {
        operation: 'users.create',
        object: { kind: 'user', id, name },
        after: { name, email, roles },
      });
      return { id };
    });
  } catch (error) {
    if (violatesUnique(error, 'users_email')) throw new DomainError('users.email-taken', 'conflict');
    throw error;
  }
}
