import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { loraNetworkDriver } from '#server/drivers/lora-networks/registry.ts';
import { requeueFailedOf } from '#server/lora-registrations/requeue.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, invalidInput, notFound } from '#server/platform/errors.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import { consume } from '#server/platform/rate-limit.ts';
import { type OpenedApi, offeredBy, openApi, type StoredApi, sealApiSecrets } from './connection-api.ts';
import type { ConnectionApi, ConnectionTest } from './contract.ts';
import { lockConnection, selectAccess, updateAccess } from './repository.ts';

/** Where the network server's API is and how it lets us in. What failed for the connection's sake is tried again. */
export async function setConnectionApi(actor: Actor, input: ConnectionApi): Promise<void> {
  const scope = authorize(actor, 'lora-connections.update');
  const { driver, config } = await withStored(actor, input);
  // Asks the name service: not while a transaction is open.
  const fields = await driver.check(config.settings, outgoingHttp());
  if (fields.length > 0) throw invalidInput(fields.map((one) => ({ ...one, path: `settings.${one.path}` })));
  await tenantTransaction(scope, async (tx) => {
    const row = await lockConnection(tx, scope, input.id);
    if (!row) throw notFound('lora-connections');
    const { settings } = config;
    const before = await stored(actor, tx, input.id);
    const apiSecrets = await sealApiSecrets(tx, scope.customerId, input.id, config.secrets);
    await updateAccess(tx, scope, input.id, { settings, apiSecrets }, { plans: offeredBy(driver, settings) });
    await requeueFailedOf(tx, input.id);
    const changes = changesOf(before, { settings });
    await recordAudit(tx, actor, {
      operation: 'lora-connections.update',
      object: { kind: 'lora-connection', id: input.id, name: row.name },
      before: changes?.before ?? null,
      after: { ...changes?.after, ...(input.secrets ? { apiSecrets: 'replaced' } : {}) },
    });
  });
}

/** A real call leaves the house: bounded per person or key. */
const limiter = new RateLimiterMemory({ points: 20, duration: 60 });

/** Looks at the network server as the form stands, without changing anything here or there. */
export async function testConnection(actor: Actor, input: ConnectionApi): Promise<ConnectionTest> {
  authorize(actor, 'lora-connections.update');
  await consume(limiter, actor.id, 'lora-connections.too-many-tests');
  return look(await withStored(actor, input));
}

/** The same for what is saved. */
export async function testStoredConnection(actor: Actor, { id }: { id: string }): Promise<ConnectionTest> {
  const scope = authorize(actor, 'lora-connections.update');
  await consume(limiter, actor.id, 'lora-connections.too-many-tests');
  const opened = await tenantTransaction(scope, async (tx) => openApi(tx, await stored(actor, tx, id)));
  if (!opened) throw new DomainError('lora-connections.no-api', 'conflict');
  return look(opened);
}

async function look({ driver, config }: OpenedApi): Promise<ConnectionTest> {
  const steps = await driver.test(config, outgoingHttp());
  return {
    ok: steps.every(({ failure }) => !failure),
    steps: steps.map(({ step, subject, failure }) => ({
      step,
      subject: subject ?? null,
      failure: failure ? { code: failure.code, reason: failure.reason } : null,
    })),
  };
}

async function stored(actor: Actor, tx: Tx, id: string): Promise<StoredApi> {
  const row = await selectAccess(tx, actor.scope, id);
  if (!row) throw notFound('lora-connections');
  return row;
}

/** What the form leaves out is as it was saved: never sent to another address than it was saved for. */
async function withStored(actor: Actor, input: ConnectionApi): Promise<OpenedApi> {
  const { scope } = actor;
  return tenantTransaction(scope, async (tx) => {
    const row = await stored(actor, tx, input.id);
    if (row.provider !== input.provider) throw new DomainError('lora-connections.other-provider', 'invalid');
    const before = await openApi(tx, row);
    const secrets = input.secrets ?? before?.config.secrets;
    if (!secrets) throw secretNeeded('lora-connections.secret-needed', input);
    if (!input.secrets && addressesOf(before?.config.settings) !== addressesOf(input.settings))
      throw secretNeeded('lora-connections.secret-again', input);
    const driver = loraNetworkDriver(row.provider);
    const { customerId } = scope;
    return { driver, config: { connectionId: input.id, customerId, settings: input.settings, secrets } };
  });
}

function addressesOf(settings: object | undefined): string {
  const { address, identityAddress } = (settings ?? {}) as { address?: string; identityAddress?: string };
  return JSON.stringify([address, identityAddress]);
}

function secretNeeded(message: string, { provider }: ConnectionApi): DomainError {
  return invalidInput([{ path: `secrets.${provider === 'thingpark' ? 'clientSecret' : 'apiKey'}`, message }]);
}
