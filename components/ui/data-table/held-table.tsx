'use client';
import { useCallback } from 'react';
import { DataTable } from './data-table.tsx';
import { type HeldFields, heldPage } from './held-rows.ts';
import type { TableQuery } from './table-query.ts';
import type { DataTableProps } from './table-types.ts';

interface HeldTableProps<Row>
  extends Omit<DataTableProps<Row>, 'fetchPage' | 'queryKey' | 'initial' | 'held'> {
  rows: readonly Row[];
  /** What can be asked of them. */
  list: HeldFields<Row>;
}

/** The table for rows that are all on the page: it looks and works the same, and asks nobody. */
export function HeldTable<Row extends object>({ rows, list, ...props }: HeldTableProps<Row>) {
  const held = useCallback((query: TableQuery) => heldPage(rows, list, query), [rows, list]);
  return <DataTable<Row> {...props} held={held} queryKey={noKey} fetchPage={noPage} />;
}

const noKey = ['held-rows'];
const noPage = () => Promise.reject(new Error('held rows are not asked for'));
