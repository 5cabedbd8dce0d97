'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import { SIM_STATUSES, type SimListItem } from '#server/sims/contract.ts';
import { Bytes } from './bytes.tsx';
import { ChangeMark, SimState } from './sim-status.tsx';

const dash = <span className="text-faint">–</span>;

export function useSimColumns(accounts: { id: string; name: string }[]): DataColumn<SimListItem>[] {
  const t = useTranslations('sims');
  return useMemo(
    () => [
      {
        id: 'iccid',
        header: 'ICCID',
        sortable: true,
        mono: true,
        width: 190,
        filter: { kind: 'text' },
        phone: 'title',
        cell: (row) => <span className="font-medium">{row.iccid}</span>,
      },
      {
        id: 'msisdn',
        header: 'MSISDN',
        sortable: true,
        mono: true,
        width: 140,
        filter: { kind: 'text' },
        cell: (row) => row.msisdn ?? dash,
      },
      {
        id: 'imei',
        header: 'IMEI',
        mono: true,
        width: 150,
        filter: { kind: 'text' },
        cell: (row) => row.imei ?? dash,
      },
      {
        id: 'device',
        header: t('column.device'),
        sortable: true,
        filter: { kind: 'text' },
        phone: 'left',
        cell: (row) =>
          row.device ? (
            <DeviceLink device={row.device} />
          ) : (
            <span className="text-faint">
              <span className="max-sm:hidden">–</span>
              <span className="sm:hidden">{t('noDevice')}</span>
            </span>
          ),
      },
      {
        id: 'status',
        header: t('column.status'),
        sortable: true,
        width: 210,
        phone: 'corner',
        filter: {
          kind: 'enum',
          options: SIM_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
        },
        cell: (row) => <SimState of={row} />,
      },
      {
        id: 'communicationPlan',
        header: t('column.communicationPlan'),
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <PlanCell name={row.communicationPlan} of={row} kind="communication-plan" />,
      },
      {
        id: 'ratePlan',
        header: t('column.ratePlan'),
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <PlanCell name={row.ratePlan} of={row} kind="rate-plan" />,
      },
      {
        id: 'lastMessageAt',
        header: t('column.lastMessage'),
        align: 'end',
        width: 124,
        sortable: true,
        filter: { kind: 'date' },
        phone: 'right',
        cell: (row) =>
          row.lastMessageAt ? (
            <Time value={row.lastMessageAt} className="text-dim" />
          ) : (
            <span className="text-faint max-sm:hidden">–</span>
          ),
      },
      {
        id: 'cycleBytes',
        header: t('column.cycleBytes'),
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'number', unit: 'B' },
        phone: 'wide',
        cell: (row) => (
          <span className="max-sm:flex max-sm:items-baseline max-sm:justify-between">
            <span className="text-faint text-xs sm:hidden">{t('column.cycleBytes')}</span>
            <Bytes value={row.cycleBytes} />
          </span>
        ),
      },
      {
        id: 'account',
        header: t('column.account'),
        sortable: true,
        filter: {
          kind: 'enum',
          options: accounts.map(({ id, name }) => ({ value: id, label: name })),
          optional: true,
        },
        cell: (row) => (row.account ? <span className="text-dim">{row.account.name}</span> : dash),
      },
      {
        id: 'apns',
        header: t('column.apns'),
        hidden: true,
        mono: true,
        cell: (row) => (row.apns.length > 0 ? row.apns.join(', ') : dash),
      },
      {
        id: 'activatedAt',
        header: t('column.activatedAt'),
        align: 'end',
        width: 124,
        hidden: true,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.activatedAt} className="text-dim" />,
      },
      {
        id: 'syncedAt',
        header: t('column.syncedAt'),
        align: 'end',
        width: 124,
        hidden: true,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.syncedAt} className="text-dim" />,
      },
    ],
    [t, accounts],
  );
}

function DeviceLink({ device }: { device: NonNullable<SimListItem['device']> }) {
  return (
    <Link
      href={`/manager/devices/${device.id}`}
      className="block max-w-56 truncate rounded-sm hover:text-accent hover:underline"
    >
      {device.name}
    </Link>
  );
}

function PlanCell({
  name,
  of,
  kind,
}: {
  name: string | null;
  of: SimListItem;
  kind: 'communication-plan' | 'rate-plan';
}) {
  return (
    <span className="flex flex-wrap items-center gap-1 text-dim">
      {name ?? dash}
      <ChangeMark of={of} kind={kind} />
    </span>
  );
}
