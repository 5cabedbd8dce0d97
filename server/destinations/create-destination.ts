import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { linkNewDestination } from '#server/flows/link-destination.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { checkConfiguration, parseConfiguration } from './check-configuration.ts';
import type { DestinationCreate, DestinationCreated } from './contract.ts';
import { sealSecrets, secretNames } from './destination-secrets.ts';
import { generatedSecrets } from './generated-secrets.ts';
import { insertDestination } from './repository.ts';

/** Secrets that the receiver checks by are made here unless they were given; they are shown this once. */
export async function createDestination(actor: Actor, input: DestinationCreate): Promise<DestinationCreated> {
  const scope = authorize(actor, 'destinations.create');
  if (input.flowId) authorize(actor, 'flows.update');
  const id = randomUUID();
  const { name, description, kind, flowId } = input;
  const generated = generatedSecrets(kind, input.secrets);
  const checked = parseConfiguration(id, kind, input.settings, { ...input.secrets, ...generated });
  await checkConfiguration(checked);
  const { settings, secrets } = checked.config;
  await tenantTransaction(scope, async (tx) => {
    const sealed = await sealSecrets(tx, scope, id, secrets);
    await insertDestination(tx, scope, { id, name, description, kind, settings, secrets: sealed });
    if (flowId) await linkNewDestination(tx, scope, { flowId, destinationId: id });
    await recordAudit(tx, actor, {
      operation: 'destinations.create',
      object: { kind: 'destination', id, name },
      after: {
        name,
        description,
        kind,
        settings,
        secretsSet: secretNames(secrets),
        flowId: flowId ?? null,
      },
    });
  });
  return { id, generatedSecrets: generated };
}
