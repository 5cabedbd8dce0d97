'use client';
import { useCallback, useMemo } from 'react';
import { useUrlParams } from '../url-params.ts';
import { encodeTableQuery, readTableQuery, type TableFilter, type TableQuery } from './table-query.ts';
import type { DataColumn } from './table-types.ts';
import { readView, type TableView, writeView } from './table-view.ts';

export interface TableUrlState {
  query: TableQuery;
  view: TableView;
  /** Anything but a turn of the page begins at the first page again. */
  setQuery: (change: Partial<TableQuery>, how?: 'push' | 'replace') => void;
  setFilter: (filter: TableFilter) => void;
  removeFilter: (field: string) => void;
  reset: () => void;
  setView: (view: TableView) => void;
}

const queryKeys = ['q', 'f', 'sort', 'cursor', 'limit'];

export function useTableState<Row>(columns: readonly DataColumn<Row>[], prefix: string): TableUrlState {
  const [params, change] = useUrlParams();
  const search = params.toString();
  const query = useMemo(() => readTableQuery(new URLSearchParams(search), prefix), [search, prefix]);
  const view = useMemo(
    () => readView(new URLSearchParams(search), prefix, columns),
    [search, prefix, columns],
  );

  const setQuery = useCallback<TableUrlState['setQuery']>(
    (next, how = 'replace') =>
      change((address) => {
        const before = readTableQuery(address, prefix);
        const merged: TableQuery = { ...before, cursor: undefined, ...next };
        for (const key of queryKeys) address.delete(prefix + key);
        for (const [key, value] of encodeTableQuery(merged, prefix)) address.append(key, value);
      }, how),
    [change, prefix],
  );
  const others = useCallback(
    (field: string) => query.filters.filter((filter) => filter.field !== field),
    [query],
  );
  return {
    query,
    view,
    setQuery,
    setFilter: (filter) => setQuery({ filters: [...others(filter.field), filter] }, 'push'),
    removeFilter: (field) => setQuery({ filters: others(field) }, 'push'),
    reset: () => setQuery({ q: undefined, filters: [], sort: undefined }, 'push'),
    setView: (next) => change((address) => writeView(address, prefix, next, columns)),
  };
}
