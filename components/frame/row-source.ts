import type { OptionSource } from '#components/ui/data-table/table-types.ts';
import { fetchWholeRows } from './fetch-rows.ts';

/** Things of another list as what a list is filtered by: the server searches them, and names them by their ids. */
export function rowSource(table: string): OptionSource {
  const optionsOf = async (query: Parameters<typeof fetchWholeRows>[1], signal: AbortSignal) => {
    const page = await fetchWholeRows<{ id: string; name: string }>(table, query, signal);
    return {
      options: page.rows.map(({ id, name }) => ({ value: id, label: name })),
      more: page.next !== null,
    };
  };
  return {
    key: ['options', table],
    find: (q, signal) => optionsOf({ q: q || undefined, filters: [], limit: 50 }, signal),
    named: async (ids, signal) =>
      (await optionsOf({ filters: [{ field: 'id', op: 'in', value: [...ids] }], limit: 200 }, signal))
        .options,
  };
}
