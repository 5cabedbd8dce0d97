import { fetchRows } from '#components/frame/fetch-rows.ts';
import { maximumLimit, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import type { DeviceListItem } from '#server/devices/contract.ts';

/** So many go in one request (server/flows/contract.ts). */
const MOST = 500;

/** The ids behind a selection; "all that match" is read page by page, up to what one request takes. */
export async function selectedDevices(
  selection: TableSelection,
  within: (query: TableQuery) => TableQuery,
): Promise<string[]> {
  if (selection.kind === 'ids') return selection.ids.slice(0, MOST);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const asked: TableQuery = {
      ...within(selection.query),
      limit: maximumLimit,
      cursor: cursor ?? undefined,
    };
    const page = await fetchRows<DeviceListItem>('devices', asked, new AbortController().signal);
    ids.push(...page.rows.map((row) => row.id));
    cursor = page.next;
  } while (cursor && ids.length < MOST);
  return ids.slice(0, MOST);
}
