import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { DestinationMerger } from './contract.ts';
import { selectDecoderNames } from './merger.sql.ts';
import { storedMerger } from './merger-contract.ts';
import { lockDestination, updateDestinationRow } from './repository.ts';

/** What waits for its partners goes by it from now on; where nothing is merged any more, at once. */
export async function setMerger(actor: Actor, { id, ...merger }: DestinationMerger): Promise<void> {
  const scope = authorize(actor, 'destinations.update');
  await tenantTransaction(scope, async (tx) => {
    const row = await lockDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    const known = await selectDecoderNames(tx, merger.decoderIds);
    if (known.length < merger.decoderIds.length)
      throw new DomainError('decoders.not-found', 'invalid', {}, [
        { path: 'decoderIds', message: 'decoders.not-found' },
      ]);
    const changes = changesOf({ merger: storedMerger(row.merger) }, { merger });
    if (!changes) return;
    await updateDestinationRow(tx, scope, id, changes.after);
    await recordAudit(tx, actor, {
      operation: 'destinations.update',
      object: { kind: 'destination', id, name: row.name },
      ...changes,
    });
  });
}
