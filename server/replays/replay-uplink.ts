import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { editorSandbox } from '#server/scripts/editor-sandbox.ts';
import type { ComparedMessage } from './compare.ts';
import type { ReplayOptions, ReplayReport, ReplayUplink } from './contract.ts';
import { twinChanges } from './correct-twins.ts';
import { compareMessages, requirePublished, writeMessages } from './replay-messages.ts';
import { takeTurn } from './write.sql.ts';

/** One stored message through its decoders again: what would change, or, for real, what did. */
export async function replayUplink(
  actor: Actor,
  { id, dryRun, options }: ReplayUplink,
): Promise<ReplayReport> {
  const scope = authorizeReplay(actor, options);
  return tenantTransaction(scope, async (tx) => {
    if (!dryRun) await takeTurn(tx, scope);
    if (!dryRun) await requirePublished(tx, scope, options);
    const scripts = editorSandbox();
    const [compared] = await compareMessages(tx, scope, { ids: [id], options, scripts });
    if (!compared) throw notFound('uplinks');
    if (compared.refusal) throw new DomainError(`replays.${compared.refusal}`, 'conflict');
    return dryRun ? dryReport(tx, actor, compared, options) : realReport(tx, actor, compared, options);
  });
}

/** What goes into a twin or to a destination needs what changing the one and sending to the other needs. */
export function authorizeReplay(
  actor: Actor,
  { twin, destinationIds }: Pick<ReplayOptions, 'twin' | 'destinationIds'>,
) {
  const scope = authorize(actor, 'uplinks.replay');
  if (twin) authorize(actor, 'twins.update');
  if (destinationIds.length > 0) authorize(actor, 'deliveries.replay');
  return scope;
}

async function dryReport(
  tx: Tx,
  { scope }: Actor,
  compared: ComparedMessage,
  { twin }: ReplayOptions,
): Promise<ReplayReport> {
  const [change] = twin ? await twinChanges(tx, scope, [compared], false) : [];
  return reportOf(compared, null, change?.changes ?? []);
}

async function realReport(
  tx: Tx,
  actor: Actor,
  compared: ComparedMessage,
  options: ReplayOptions,
): Promise<ReplayReport> {
  const id = randomUUID();
  const { twins } = await writeMessages(tx, actor, { id, options }, [compared]);
  const { message, verdict, deliveries } = compared;
  await recordAudit(tx, actor, {
    operation: 'uplinks.replay',
    object: { kind: 'device', id: message.deviceId, name: message.device.name },
    after: { message: message.id, replay: id, verdict, ...options, deliveries: deliveries.length },
  });
  return reportOf(compared, id, twins[0]?.changes ?? []);
}

function reportOf(
  { message, verdict, steps, deliveries }: ComparedMessage,
  replayId: string | null,
  twin: ReplayReport['twin'],
): ReplayReport {
  return {
    uplinkId: message.id,
    replayId,
    verdict,
    steps: steps.map(({ stored: _, pack: _pack, versionId: _version, ...step }) => step),
    twin,
    deliveries: deliveries.map(({ destinationId, flowId }) => ({ destinationId, flowId })),
  };
}
