import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectVersion, selectVersions } from '#server/scripts/repository.ts';
import { selectDecoders, selectFailed, selectLastFailures } from './repository.ts';
import type { DecoderDetail, DecoderListItem } from './script-contract.ts';

type Row = Awaited<ReturnType<typeof selectDecoders>>[number];

const itemOf = ({
  currentVersionId: _,
  records: _records,
  versionRules: _rules,
  suspendedAt,
  suspendedFor,
  ...item
}: Row): DecoderListItem => ({
  ...item,
  suspension: suspendedAt && suspendedFor ? { at: suspendedAt, reason: suspendedFor } : null,
});

/** Built-in decoders of the platform and the customer's own scripts. */
export async function listDecoders(actor: Actor): Promise<DecoderListItem[]> {
  const scope = authorize(actor, 'decoders.read');
  const rows = await tenantTransaction(scope, (tx) => selectDecoders(tx, scope));
  return rows.map(itemOf);
}

export async function getDecoder(actor: Actor, { id }: { id: string }): Promise<DecoderDetail> {
  const scope = authorize(actor, 'decoders.read');
  return tenantTransaction(scope, async (tx) => {
    const [row] = await selectDecoders(tx, scope, id);
    if (!row) throw notFound('decoders');
    const owner = { kind: 'decoder', id } as const;
    const versions = row.own ? await selectVersions(tx, scope, owner) : [];
    const opened = versions.find((version) => !version.publishedAt)?.id ?? row.currentVersionId;
    return {
      ...itemOf(row),
      records: row.records,
      versionRules: row.versionRules,
      versions,
      editing: row.own && opened ? await selectVersion(tx, scope, owner, opened) : null,
      failed: await selectFailed(tx, scope, id),
      lastFailures: await selectLastFailures(tx, scope, id),
    };
  });
}
