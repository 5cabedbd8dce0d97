'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useReread } from '#components/live/use-reread.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { cx } from '#components/ui/cx.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { encodeTableExport } from '#components/ui/data-table/table-export.ts';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { type BulkRowItem, type BulkTask, VERDICTS, type Verdict } from '#server/bulk-tasks/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { bulkKeys } from './queries.ts';
import { useFieldWord, useReasonText, useValueWord, useVerdictWords, valueText } from './words.ts';

type Row = BulkRowItem & { id: string };

const REREAD_MS = 2_000;
const verdictTones: Record<Verdict, Tone> = {
  create: 'good',
  change: 'busy',
  remove: 'warn',
  same: 'idle',
  refuse: 'bad',
};

export interface RowTableProps {
  task: BulkTask;
  /** Undefined also where the task is further by now than when the page was made. */
  initial: { query: TableQuery; page: TablePage<Row> } | undefined;
  views: TableViewItem[];
}

/** Every row of a task: what is or was to be done with it, from what to what, and what came of it. */
export function RowTable({ task, initial, views }: RowTableProps) {
  const t = useTranslations('bulk');
  useReread(bulkKeys.rows(task.id), REREAD_MS, task.state === 'running');
  const isGone = task.kind === 'delete-devices' && task.source !== 'undo';
  return (
    <DataTable<Row>
      id="bulk-rows"
      label={t('rows')}
      columns={useColumns(task)}
      rowId={(row) => row.id}
      rowHref={(row) => (row.objectId && !isGone ? placeOf(task.kind, row.objectId, row) : undefined)}
      queryKey={bulkKeys.rows(task.id)}
      fetchPage={(query, signal) => fetchRows<Row>(`bulk-tasks/${task.id}/rows`, query, signal)}
      initial={initial}
      views={useTableViews('bulk-rows', views)}
      exportHref={(query, format, columns) =>
        `/downloads/bulk-tasks/${task.id}/rows?${encodeTableExport(query, format, columns)}`
      }
      searchPlaceholder={t('searchRows')}
      height="auto"
      empty={{ title: t('emptyRows') }}
    />
  );
}

/** Where a thing of a task is; of what its network server was asked for or the device is told, where the answer stands. */
function placeOf(kind: BulkTask['kind'], id: string, { after }: Row): string {
  switch (kind) {
    case 'change-sims':
      return `/manager/connectivity/m2m/${id}`;
    case 'register-devices':
    case 'retry-registrations':
    case 'set-connectivity-plan':
    case 'set-network-status':
      return `/manager/connectivity/lora/${id}`;
    case 'replay-deliveries':
      return `/manager/destinations/${id}?delivery=${after?.delivery}`;
    case 'replay-uplinks':
      return `/manager/messages/${after?.message}`;
    case 'send-instruction':
      return `/manager/devices/${id}/send`;
    default:
      return `/manager/devices/${id}`;
  }
}

function useColumns(task: BulkTask): DataColumn<Row>[] {
  const t = useTranslations('bulk');
  const verdictWords = useVerdictWords(task.kind);
  const columnWord = task.source === 'file' ? t('column.row') : t('column.number');
  return useMemo(
    () => [
      {
        id: 'number',
        header: columnWord,
        width: 90,
        align: 'end',
        sortable: true,
        filter: { kind: 'number' },
        cell: (row) => row.number,
      },
      {
        id: 'label',
        header: t('column.which'),
        phone: 'title',
        width: 190,
        mono: true,
        filter: { kind: 'text' },
        cell: (row) => row.label || '–',
      },
      {
        id: 'verdict',
        header: t('column.verdict'),
        phone: 'corner',
        width: 130,
        filter: {
          kind: 'enum',
          options: VERDICTS.map((value) => ({ value, label: verdictWords.one(value) })),
        },
        cell: (row) => <Pill tone={verdictTones[row.verdict]}>{verdictWords.one(row.verdict)}</Pill>,
      },
      {
        id: 'outcome',
        header: t('column.outcome'),
        phone: 'left',
        width: 120,
        filter: {
          kind: 'enum',
          options: (['done', 'failed', 'none'] as const).map((value) => ({
            value,
            label: t(`outcome.${value}`),
          })),
        },
        cell: (row) =>
          row.outcome ? (
            <span className={row.outcome === 'failed' ? 'font-medium text-bad' : ''}>
              {t(`outcome.${row.outcome}`)}
            </span>
          ) : (
            <span className="text-faint">–</span>
          ),
      },
      {
        id: 'what',
        header: t('column.what'),
        phone: 'wide',
        cell: (row) => (row.after?.ran ? <ReplayedCell row={row} /> : <WhatCell row={row} />),
      },
    ],
    [t, columnWord, verdictWords],
  );
}

/** A reason is read to its end: it takes the lines that it needs. */
const whole = 'block min-w-72 whitespace-normal py-1.5 [overflow-wrap:anywhere] max-sm:min-w-0 max-sm:py-0';

/** What a message's records become; `null` where one goes. */
function ReplayedCell({ row }: { row: Row }) {
  const t = useTranslations('bulk.replayed');
  if (row.reasons.length > 0) return <WhatCell row={row} />;
  const after = row.after as {
    records?: Record<string, string | null>;
    more?: number;
    deliveries?: number;
  };
  const before = (row.before?.records ?? {}) as Record<string, string>;
  const extra = [
    ...(after.more ? [t('more', { count: after.more })] : []),
    ...(after.deliveries ? [t('deliveries', { count: after.deliveries })] : []),
  ];
  return (
    <span className={cx(whole, 'text-dim')}>
      {Object.entries(after.records ?? {}).map(([name, value], at) => (
        <span key={name}>
          {at > 0 ? ' · ' : ''}
          {name}:{' '}
          {before[name] === undefined ? null : (
            <>
              <s className="text-faint">{before[name]}</s>
              {' → '}
            </>
          )}
          <span className="text-ink">{value ?? t('gone')}</span>
        </span>
      ))}
      {extra.length > 0 ? ` · ${extra.join(' · ')}` : ''}
    </span>
  );
}

/** Why not; or each field from old to new, an old one that was there. */
function WhatCell({ row }: { row: Row }) {
  const word = useFieldWord();
  const valueWord = useValueWord();
  const reasonText = useReasonText();
  if (row.reasons.length > 0)
    return (
      <span className={cx(whole, row.outcome === 'done' ? 'text-dim' : 'text-bad')}>
        {row.reasons
          .map((one) => (one.column ? `${one.column}: ${reasonText(one)}` : reasonText(one)))
          .join(' · ')}
      </span>
    );
  const fields = Object.entries(row.after ?? {}).filter(
    ([, value]) => valueText(value) !== '–' || row.before,
  );
  return (
    <span className={cx(whole, 'text-dim')}>
      {fields.map(([field, value], at) => (
        <span key={field}>
          {at > 0 ? ' · ' : ''}
          {word(field)}:{' '}
          {row.verdict === 'change' && valueText(row.before?.[field]) !== '–' ? (
            <>
              <s className="text-faint">{valueWord(field, row.before?.[field])}</s>
              {' → '}
            </>
          ) : null}
          <span className="text-ink">{valueWord(field, value)}</span>
        </span>
      ))}
    </span>
  );
}
