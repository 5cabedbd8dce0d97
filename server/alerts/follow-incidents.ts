import type { Tx } from '#server/platform/database.ts';
import { beginIncident } from './begin-incident.ts';
import { continueIncident } from './continue-incident.ts';
import type { Looked, RoundFacts } from './incident-rules.ts';
import { lookAtSources, openIncident, type Source } from './incidents.sql.ts';
import { readSource } from './sources.ts';

/**
 * Looks at common ways whose devices changed, and at those that are due. Wide ones first: what is dead with its whole
 * connection is not the gateway's fault.
 */
export async function followIncidents(
  tx: Tx,
  sources: readonly Source[],
  facts: RoundFacts,
): Promise<Set<string>> {
  const told = new Set<string>();
  const isWide = ({ source }: Source) => readSource(source).kind !== 'gateway';
  const ordered = [...sources.filter(isWide), ...sources.filter((source) => !isWide(source))];
  const looks: (Source & { due: number })[] = [];
  for (const source of ordered) {
    const open = await openIncident(tx, source);
    const { isChanged, due }: Looked = open
      ? await continueIncident(tx, source, open, facts)
      : await beginIncident(tx, source, facts);
    if (isChanged) told.add(source.customerId);
    looks.push({ ...source, due });
  }
  await lookAtSources(tx, looks);
  return told;
}
