'use client';
import { useCallback, useEffect, useMemo } from 'react';
import { useUrlParams } from '../url-params.ts';
import {
  effectiveAddress,
  mainView,
  startAddress,
  tableAddress,
  viewPart,
  writeAddress,
} from './table-address.ts';
import { encodeTableQuery, readTableQuery, type TableFilter, type TableQuery } from './table-query.ts';
import type { SavedView, SavedViews } from './table-types.ts';
import { broughtColumns, type KnownColumns, readView, type TableView, writeView } from './table-view.ts';

export interface TableUrlState {
  query: TableQuery;
  view: TableView;
  /** The saved view that the address says it came from; null for none or the table's own. */
  viewId: string | null;
  /** All of it as one text: what is saved, compared and shared. */
  address: string;
  /** Anything but a turn of the page begins at the first page again. */
  setQuery: (change: Partial<TableQuery>, how?: 'push' | 'replace') => void;
  setFilter: (filter: TableFilter) => void;
  removeFilter: (field: string) => void;
  reset: () => void;
  setView: (view: TableView) => void;
  /** null: the table's own. */
  openView: (view: SavedView | null) => void;
  /** What is looked at has this name from now on. */
  nameView: (id: string | null) => void;
}

const queryParams = ['q', 'f', 'sort', 'cursor', 'limit'];

export function useTableState(
  known: KnownColumns,
  prefix: string,
  views: SavedViews | undefined,
): TableUrlState {
  const [params, change] = useUrlParams();
  const search = params.toString();
  const start = views?.list.find((view) => view.isDefault);
  const own = useMemo(
    () => effectiveAddress(new URLSearchParams(search), prefix, start),
    [search, prefix, start],
  );
  const { group } = known;
  const view = useMemo(() => readView(own, known), [own, known]);
  const query = useMemo(() => {
    const brought = broughtColumns(view, group);
    const asked = readTableQuery(own);
    return brought.length > 0 ? { ...asked, with: brought } : asked;
  }, [own, view, group]);

  const edit = useCallback(
    (write: (own: URLSearchParams) => void, how: 'push' | 'replace' = 'replace') =>
      change((page) => {
        const next = effectiveAddress(page, prefix, start);
        write(next);
        writeAddress(page, prefix, next, start);
      }, how),
    [change, prefix, start],
  );
  useEffect(() => {
    // The default view is drawn from the first frame on; the address says so too, for whoever copies it.
    const page = new URLSearchParams(window.location.search);
    if (start && tableAddress(page, prefix).size === 0) edit(() => {});
  }, [edit, prefix, start]);

  const setQuery = useCallback<TableUrlState['setQuery']>(
    (next, how) =>
      edit((address) => {
        const { with: _brought, ...merged } = { ...readTableQuery(address), cursor: undefined, ...next };
        for (const key of queryParams) address.delete(key);
        for (const [key, value] of encodeTableQuery(merged)) address.append(key, value);
      }, how),
    [edit],
  );
  const others = (field: string) => query.filters.filter((filter) => filter.field !== field);
  const viewId = own.get('view');
  return {
    query,
    view,
    viewId: viewId === mainView ? null : viewId,
    address: viewPart(own),
    setQuery,
    setFilter: (filter) => setQuery({ filters: [...others(filter.field), filter] }, 'push'),
    removeFilter: (field) => setQuery({ filters: others(field) }, 'push'),
    reset: () => setQuery({ q: undefined, filters: [], sort: undefined }, 'push'),
    setView: (next) => edit((address) => writeView(address, next, known)),
    openView: (saved) =>
      edit((address) => {
        for (const key of [...address.keys()]) address.delete(key);
        if (saved) for (const [key, value] of startAddress(saved)) address.append(key, value);
      }, 'push'),
    nameView: (id) =>
      edit((address) => {
        if (id === null) address.delete('view');
        else address.set('view', id);
      }),
  };
}
