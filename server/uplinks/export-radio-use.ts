import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import type { ExportTable } from '#server/exports/definition.ts';
import { systemClock } from '#server/platform/clock.ts';
import { invalidInput } from '#server/platform/errors.ts';
import { type RadioCell, radioUseQuerySchema } from './radio-use-contract.ts';
import { getRadioUse } from './read-radio-use.ts';

interface RadioUseRow extends RadioCell {
  from: Date;
  to: Date;
}

const DAY_MS = 86_400_000;

/** The cells of both heat maps: a period and a zone stand in the query as filters would. */
async function radioUseRows(
  actor: Actor,
  deviceId: string,
  query: TableQuery,
): Promise<TablePage<RadioUseRow>> {
  const given = (field: string) => query.filters.find((filter) => filter.field === field)?.value;
  const now = systemClock.now();
  const [from, to] = [given('receivedAt') ?? []].flat();
  const parsed = radioUseQuerySchema.safeParse({
    deviceId,
    from: from || new Date(now.getTime() - DAY_MS),
    to: to || now,
    zone: given('zone'),
  });
  if (!parsed.success)
    throw invalidInput(
      parsed.error.issues.map(({ path, message }) => ({ path: String(path[0] ?? 'query'), message })),
    );
  const use = await getRadioUse(actor, parsed.data);
  const begins = (slot: number) => use.slots[slot] ?? use.to;
  const rows = use.cells.map((cell) => ({ ...cell, from: begins(cell.slot), to: begins(cell.slot + 1) }));
  return { rows, total: rows.length, next: null, prev: null };
}

export const radioUseExport: ExportTable<RadioUseRow> = {
  name: 'radio-use',
  operation: 'uplinks.read',
  columns: {
    id: (row) => `${row.from.toISOString()} ${row.frequency ?? ''} ${row.spreadingFactor ?? ''}`.trim(),
    from: (row) => row.from,
    to: (row) => row.to,
    frequency: (row) => row.frequency,
    spreadingFactor: (row) => row.spreadingFactor,
    uplinks: (row) => row.uplinks,
    downlinks: (row) => row.downlinks,
  },
  list: (actor, query, deviceId) => radioUseRows(actor, deviceId, query),
};
