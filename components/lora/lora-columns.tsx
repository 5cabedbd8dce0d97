'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ConnectivityPill } from '#components/devices/networks/status-pills.tsx';
import { lastMessageColumn, signalColumn } from '#components/devices/radio-columns.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';
import { type LoraRow, REGISTRATION_STATUSES } from '#server/lora-registrations/contract.ts';
import { useFailureWords } from './failure-words.ts';
import { PlanCell } from './plan-choice.tsx';

export interface LoraOptions {
  projects: { id: string; name: string }[];
  connections: { id: string; name: string }[];
  /** That devices may have, of all connections. */
  plans: readonly ConnectivityPlan[];
}

const optionsOf = (things: readonly { id: string; name: string }[]) =>
  things.map(({ id, name }) => ({ value: id, label: name }));

export function useLoraColumns({ projects, connections, plans }: LoraOptions): DataColumn<LoraRow>[] {
  const t = useTranslations('lora');
  const status = useTranslations('devices.connectivity');
  const words = useFailureWords();
  return useMemo(
    () => [
      {
        id: 'devEui',
        header: 'DevEUI',
        sortable: true,
        mono: true,
        width: 176,
        filter: { kind: 'text' },
        phone: 'left',
        cell: (row) => <span className="font-medium">{row.devEui}</span>,
      },
      {
        id: 'device',
        header: t('column.device'),
        sortable: true,
        filter: { kind: 'text' },
        phone: 'title',
        cell: (row) => <NameCell name={row.device.name}>{row.project.name}</NameCell>,
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 170,
        phone: 'corner',
        filter: {
          kind: 'enum',
          options: REGISTRATION_STATUSES.map((value) => ({ value, label: status(value) })),
        },
        cell: (row) => <StatusCell row={row} words={words} />,
      },
      {
        id: 'plan',
        header: t('column.plan'),
        width: 210,
        filter: { kind: 'enum', options: optionsOf(plans), optional: true },
        cell: (row) => <PlanCell plan={row.plan} />,
      },
      {
        id: 'geolocation',
        header: t('column.geolocation'),
        hidden: true,
        filter: {
          kind: 'enum',
          options: (['with', 'without'] as const).map((value) => ({ value, label: t(`plan.${value}`) })),
        },
        cell: (row) => (
          <span className="text-dim">
            {row.plan ? t(row.plan.geolocation ? 'plan.with' : 'plan.without') : '–'}
          </span>
        ),
      },
      lastMessageColumn(t('column.lastMessage')),
      signalColumn(t('column.signal')),
      {
        id: 'spreadingFactor',
        header: t('column.spreadingFactor'),
        align: 'end',
        width: 88,
        filter: { kind: 'number' },
        cell: (row) => (
          <span className="text-dim">
            {row.lastSpreadingFactor === null ? '–' : `SF${row.lastSpreadingFactor}`}
          </span>
        ),
      },
      {
        id: 'connection',
        header: t('column.connection'),
        hidden: true,
        filter: { kind: 'enum', options: optionsOf(connections), optional: true },
        cell: (row) => <span className="text-dim">{row.connection?.name ?? '–'}</span>,
      },
      {
        id: 'project',
        header: t('column.project'),
        hidden: true,
        filter: { kind: 'enum', options: optionsOf(projects) },
        cell: (row) => <span className="text-dim">{row.project.name}</span>,
      },
      {
        id: 'joinEui',
        header: 'AppEUI (JoinEUI)',
        hidden: true,
        mono: true,
        filter: { kind: 'text' },
        cell: (row) => row.joinEui || '–',
      },
      {
        id: 'reason',
        header: t('column.reason'),
        hidden: true,
        filter: { kind: 'text' },
        cell: (row) => (
          <span className="block max-w-72 truncate text-dim">{row.failure ? words(row.failure) : '–'}</span>
        ),
      },
    ],
    [t, status, words, projects, connections, plans],
  );
}

type Words = ReturnType<typeof useFailureWords>;

/** A failure is read where it stands, not found out by opening the row. */
function StatusCell({ row, words }: { row: LoraRow; words: Words }) {
  const why = row.failure ? words(row.failure) : undefined;
  return (
    <>
      <ConnectivityPill status={row.status} />
      {why ? (
        <span
          className="mt-0.5 line-clamp-2 w-60 whitespace-normal text-faint text-xs max-sm:hidden"
          title={why}
        >
          {why}
        </span>
      ) : null}
    </>
  );
}
