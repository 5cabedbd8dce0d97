import type { Actor } from '#server/access/actor.ts';
import type { ScriptRunner } from '#server/pipeline/decode/decode-batch.ts';
import type { Tx } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectVersion } from '#server/scripts/repository.ts';
import { scriptKey } from '#server/scripts/save-draft.ts';
import { type ComparedMessage, compare } from './compare.ts';
import type { ReplayOptions } from './contract.ts';
import { correctTwins, type TwinChange } from './correct-twins.ts';
import { type ChosenDecoder, decodeAgain } from './decode-again.ts';
import { selectDecoderWords, selectMessages } from './messages.sql.ts';
import { isChange } from './rules.ts';
import { tellPages, writeReplay } from './write.sql.ts';

/**
 * Stored messages against what decoders make of them now; nothing is written. In the order of acceptance, and without
 * those that are no message of the customer.
 */
export async function compareMessages(
  tx: Tx,
  scope: TenantScope,
  { ids, options, scripts }: { ids: readonly number[]; options: ReplayOptions; scripts: ScriptRunner },
): Promise<ComparedMessage[]> {
  const chosen = await chosenDecoder(tx, scope, options);
  const messages = await selectMessages(tx, scope, ids);
  const decoded = await decodeAgain(scope, messages, chosen, scripts);
  const compared = decoded.map((one) => compare(one, options));
  const steps = compared.flatMap((one) => one.steps);
  const { names, numbers } = await selectDecoderWords(tx, {
    decoders: [...new Set(steps.map(({ decoder }) => decoder.id))],
    versions: [...new Set(steps.flatMap(({ versionId }) => versionId ?? []))],
  });
  for (const step of steps) {
    step.decoder.name = names.get(step.decoder.id) ?? '';
    step.after.version = step.versionId === null ? null : (numbers.get(step.versionId) ?? null);
  }
  return compared;
}

async function chosenDecoder(
  tx: Tx,
  scope: TenantScope,
  { decoderId, versionId }: ReplayOptions,
): Promise<ChosenDecoder | null> {
  if (decoderId === undefined) return null;
  if (versionId === undefined) return { decoderId, run: null };
  const version = await selectVersion(tx, scope, { kind: 'decoder', id: decoderId }, versionId);
  if (!version) throw notFound('decoders');
  const { source, contract, mapping } = version;
  const script = { source, sourceHash: scriptKey(source), contract, mapping };
  return { decoderId, run: { kind: 'script', decoderId, versionId, script } };
}

/** What is published never changes: only such a version may be what history was made with. */
export async function requirePublished(
  tx: Tx,
  scope: TenantScope,
  { decoderId, versionId }: ReplayOptions,
): Promise<void> {
  if (decoderId === undefined || versionId === undefined) return;
  const version = await selectVersion(tx, scope, { kind: 'decoder', id: decoderId }, versionId);
  if (!version) throw notFound('decoders');
  if (!version.publishedAt) throw new DomainError('replays.version-draft', 'conflict');
}

export interface Replayed {
  deliveries: number;
  twins: TwinChange[];
}

/** For real, in the transaction in which they were compared. Twins last: the pipeline waits for whoever writes them. */
export async function writeMessages(
  tx: Tx,
  actor: Actor,
  replay: { id: string; options: ReplayOptions },
  messages: readonly ComparedMessage[],
): Promise<Replayed> {
  const deliveries = await writeReplay(tx, actor, replay, messages);
  const { history, twin } = replay.options;
  const deviceIds = [...new Set(messages.map(({ message }) => message.deviceId))];
  await tellPages(tx, actor, deviceIds);
  const twins = twin ? await correctTwins(tx, actor.scope, messages, history) : [];
  return { deliveries, twins };
}

/** Whether a replay into these would write anything of the message. */
export function hasWork({ steps, deliveries }: ComparedMessage, { history, twin }: ReplayOptions): boolean {
  return deliveries.length > 0 || ((history || twin) && steps.some(({ verdict }) => isChange(verdict)));
}
