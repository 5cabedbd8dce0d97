'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { IdentifierLines } from '#components/devices/identifier-lines.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { StatusPill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Activity, DeviceListItem } from '#server/devices/contract.ts';

const words = { online: 'active', late: 'late', silent: 'silent', never: 'new' } as const satisfies Record<
  Activity,
  string
>;

/** Devices as a flow shows them: enough to know which one it is and whether it lives. */
export function useDeviceColumns(): DataColumn<DeviceListItem>[] {
  const t = useTranslations('flows.devices');
  const ui = useTranslations('ui.status');
  return useMemo(
    () => [
      {
        id: 'name',
        phone: 'title',
        header: t('name'),
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <NameCell name={row.name}>{row.deviceType.name}</NameCell>,
      },
      {
        id: 'identifier',
        phone: 'left',
        header: t('identifier'),
        sortable: true,
        mono: true,
        filter: { kind: 'text' },
        cell: (row) => <IdentifierLines identifiers={row.identifiers} />,
      },
      {
        id: 'activity',
        phone: 'corner',
        header: t('state'),
        filter: {
          kind: 'enum',
          options: (Object.keys(words) as Activity[]).map((value) => ({ value, label: ui(words[value]) })),
        },
        cell: (row) => (
          <StatusPill status={row.status === 'DEACTIVATED' ? 'deactivated' : words[row.activity]} />
        ),
      },
      {
        id: 'status',
        header: t('deactivated'),
        hidden: true,
        filter: { kind: 'enum', options: [{ value: 'DEACTIVATED', label: ui('deactivated') }] },
        cell: (row) => (row.status === 'DEACTIVATED' ? <StatusPill status="deactivated" /> : null),
      },
      {
        id: 'lastMessageAt',
        phone: 'right',
        header: t('last'),
        align: 'end',
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.lastMessageAt} />,
      },
      {
        id: 'signal',
        header: t('signal'),
        align: 'end',
        filter: { kind: 'number', unit: 'dBm' },
        cell: (row) => <Quantity value={row.lastSignal} unit="dBm" digits={1} />,
      },
      {
        id: 'flows',
        header: t('flows'),
        align: 'end',
        cell: (row) => <Quantity value={row.flows.length} />,
      },
    ],
    [t, ui],
  );
}
