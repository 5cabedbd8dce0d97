import { type HeldFields, heldPage } from '#components/ui/data-table/held-rows.ts';
import { filterOps, type TableQuery, unsupportedParts } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { invalidInput } from '#server/platform/errors.ts';
import type { ExportTable } from './definition.ts';

interface HeldExport<Row> extends Pick<ExportTable<Row>, 'name' | 'operation' | 'columns'> {
  held: HeldFields<Row>;
  /** The use case of the list, which gives all of it; `of` is whose rows they are, where they are somebody's. */
  read: (actor: Actor, of: string) => Promise<readonly Row[]>;
}

/**
 * A list of which the page holds all rows, as a file: what its table finds there is found here by the same fields.
 * `columns` are those that have no field, or are only drawn.
 */
export function heldExport<Row>({ held, read, columns, ...table }: HeldExport<Row>): ExportTable<Row> {
  return {
    ...table,
    columns: { ...held.fields, ...columns },
    list: async (actor, query, of) => {
      const unknown = unknownParts(held, query);
      if (unknown.length > 0) throw invalidInput(unknown.map((message) => ({ path: 'query', message })));
      return heldPage(await read(actor, of), held, query);
    },
  };
}

const unknownParts = <Row>({ fields }: HeldFields<Row>, query: TableQuery): string[] =>
  unsupportedParts(query, {
    filter: Object.fromEntries(Object.keys(fields).map((name) => [name, filterOps])),
    sort: Object.keys(fields),
  });
