import { viewParams } from './table-query.ts';

/**
 * What of a page's address belongs to one of its tables. Inside, the names have no prefix; several tables on one page
 * each have their own. `view` only says which saved view the rest came from, or that it is the table's own (`main`).
 */
const tableParams = [...viewParams, 'cursor', 'view'] as const;

export const mainView = 'main';

export interface StartView {
  id: string;
  address: string;
}

export function tableAddress(page: URLSearchParams, prefix: string): URLSearchParams {
  const own = new URLSearchParams();
  for (const [key, value] of page) {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : '';
    if (tableParams.some((one) => one === name)) own.append(name, value);
  }
  return own;
}

/** Where the address says nothing of the table, it opens with the reader's default view. */
export function effectiveAddress(
  page: URLSearchParams,
  prefix: string,
  start: StartView | undefined,
): URLSearchParams {
  const own = tableAddress(page, prefix);
  return own.size > 0 || !start ? own : startAddress(start);
}

export function startAddress({ id, address }: StartView): URLSearchParams {
  const own = tableAddress(new URLSearchParams(address), '');
  own.delete('cursor');
  own.set('view', id);
  return own;
}

/** Puts a table's part into the page's address; where empty would mean the default view, it says that it is not. */
export function writeAddress(
  page: URLSearchParams,
  prefix: string,
  own: URLSearchParams,
  start: StartView | undefined,
): void {
  for (const name of tableParams) page.delete(prefix + name);
  if (own.size === 0 && start) own.set('view', mainView);
  if (own.get('view') === mainView && own.size > 1) own.delete('view');
  for (const [name, value] of own) page.append(prefix + name, value);
}

/** The view without the page and without its name: what is saved, compared and shared. */
export function viewPart(own: URLSearchParams): string {
  const part = new URLSearchParams();
  for (const name of viewParams) for (const value of own.getAll(name)) part.append(name, value);
  return part.toString();
}
