'use client';
import { useCallback } from 'react';
import { DataTable } from './data-table.tsx';
import { type HeldFields, heldPage } from './held-rows.ts';
import type { TableQuery } from './table-query.ts';
import type { DataTableProps } from './table-types.ts';

interface HeldTableProps<Row>
  extends Omit<DataTableProps<Row>, 'fetchPage' | 'queryKey' | 'initial' | 'held' | 'exportHref'>,
    Pick<HeldFields<Row>, 'search' | 'fields'> {
  rows: readonly Row[];
}

/** The table for rows that are all on the page: it looks and works the same, and asks nobody. */
export function HeldTable<Row extends object>({ rows, fields, search, ...props }: HeldTableProps<Row>) {
  const held = useCallback(
    (query: TableQuery) => heldPage(rows, { fields, search }, query),
    [rows, fields, search],
  );
  return <DataTable<Row> {...props} held={held} queryKey={noKey} fetchPage={noPage} />;
}

const noKey = ['held-rows'];
const noPage = () => Promise.reject(new Error('held rows are not asked for'));
