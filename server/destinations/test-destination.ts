import { randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Actor, authorize } from '#server/access/actor.ts';
import { judge } from '#server/deliveries/rules.ts';
import type { OutgoingMessage } from '#server/drivers/destinations/contract.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import { consume } from '#server/platform/rate-limit.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { packOfDevice, serializePack } from '#server/protocols/senml/serialize-senml.ts';
import { parseConfiguration } from './check-configuration.ts';
import type { DestinationTest, TestOutcome } from './contract.ts';
import { mergeSecrets, openSecrets } from './destination-secrets.ts';
import { generatedSecrets } from './generated-secrets.ts';
import { selectDestination } from './repository.ts';

/** A real call leaves the house: bounded per person or key. */
const limiter = new RateLimiterMemory({ points: 20, duration: 60 });

/** One real message through the driver, with the configuration as it stands on the form; nothing is stored. */
export async function testDestination(actor: Actor, input: DestinationTest): Promise<TestOutcome> {
  const scope = authorize(actor, 'destinations.update');
  await consume(limiter, actor.id, 'destinations.too-many-tests');
  const held = input.id ? await storedSecrets(actor, input.id) : generatedSecrets(input.kind, input.secrets);
  const id = input.id ?? randomUUID();
  const secrets = mergeSecrets(held, input.secrets);
  const { driver, config } = parseConfiguration(id, input.kind, input.settings, secrets);
  const fields = await driver.check(config, outgoingHttp());
  if (fields.length > 0) throw new DomainError('destinations.misconfigured', 'invalid', {}, fields);
  const message = testMessage(systemClock.now(), scope.customerId);
  const outcome = await driver.send(message, config, outgoingHttp());
  const { method, address, headers } = driver.describeRequest(message, config);
  return {
    ok: judge(outcome) === 'delivered',
    status: outcome.status ?? null,
    durationMs: outcome.durationMs,
    error: outcome.error ?? null,
    message: outcome.message ?? null,
    response: outcome.response ?? null,
    request: { method, address, headers, body: String(message.body) },
  };
}

async function storedSecrets(actor: Actor, id: string): Promise<Record<string, unknown>> {
  const { scope } = actor;
  return tenantTransaction(scope, async (tx) => {
    const row = await selectDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    return openSecrets(tx, scope, id, row.secrets);
  });
}

/** Told apart from real ones by its device, which can be nobody's: all zeros. */
function testMessage(now: Date, projectId: string): OutgoingMessage {
  const id = randomUUID();
  const urn = deviceUrn('DEVEUI', '0000000000000000');
  const records = [
    { n: 'temperature', u: 'Cel', v: 21.5 },
    { n: 'test', vs: 'Test message of Things Portal' },
  ];
  return {
    deliveryId: `test-${id}`,
    webhookId: `msg_test_${id}`,
    body: serializePack(packOfDevice(records, { bn: urn, bt: Math.floor(now.getTime() / 1000) })),
    deviceUrn: urn,
    deviceId: id,
    flowId: id,
    projectId,
  };
}
