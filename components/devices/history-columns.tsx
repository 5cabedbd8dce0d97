'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { ActorCell, viaColumn } from '#components/organization/audit-parts.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import type { AuditItem } from '#server/audit/contract.ts';
import { ChangeLines } from './history-changes.tsx';

/** What is written into the history of a device, by whatever part of the portal. */
const OPERATIONS = [
  'devices.create',
  'devices.update',
  'devices.delete',
  'flows.update',
  'flows.delete',
  'sims.update',
  'lora-registrations.update',
  'twins.update',
  'downlinks.send',
  'downlinks.cancel',
  'firmware.assign',
  'alerts.mute',
  'device-simulator.link',
  'lora-simulator.run',
] as const;

export function useOperationWord(): (operation: string) => string {
  const t = useTranslations('devices.history.operation');
  return useCallback(
    (operation) => {
      const key = operation.replace('.', '-') as 'devices-create';
      return t.has(key) ? t(key) : operation;
    },
    [t],
  );
}

export function useHistoryColumns(): DataColumn<AuditItem>[] {
  const t = useTranslations('organization.audit');
  const operation = useOperationWord();
  return useMemo(
    () => [
      {
        id: 'operation',
        phone: 'title',
        header: t('operation'),
        width: 190,
        filter: {
          kind: 'enum',
          options: OPERATIONS.map((value) => ({ value, label: operation(value) })),
        },
        cell: (row) => <span className="font-medium">{operation(row.operation)}</span>,
      },
      {
        id: 'change',
        phone: 'wide',
        header: t('change'),
        cell: (row) => <ChangeLines item={row} most={2} />,
      },
      {
        id: 'actor',
        phone: 'left',
        header: t('actor'),
        width: 190,
        filter: { kind: 'text' },
        cell: (row) => <ActorCell item={row} t={t} />,
      },
      viaColumn(t),
      {
        id: 'at',
        phone: 'corner',
        header: t('at'),
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.at} look="ago" />,
      },
      {
        id: 'address',
        header: t('address'),
        mono: true,
        hidden: true,
        cell: (row) => row.address ?? <span className="text-faint">–</span>,
      },
    ],
    [t, operation],
  );
}
