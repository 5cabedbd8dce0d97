'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import { ALERT_KINDS, ALERT_STATUSES, type AlertItem } from '#server/alerts/contract.ts';
import { AlertKindPill, AlertStanding } from './alert-state.tsx';
import { useAlertName, useCauseName } from './use-names.ts';

interface Choice {
  id: string;
  name: string;
}

export interface AlertChoices {
  types: readonly Choice[];
  /** Empty where the list is one project's. */
  projects: readonly Choice[];
}

const among = (of: readonly Choice[]) =>
  of.length > 0
    ? { filter: { kind: 'enum' as const, options: of.map(({ id, name }) => ({ value: id, label: name })) } }
    : {};

export function useAlertColumns({ types, projects }: AlertChoices): DataColumn<AlertItem>[] {
  const t = useTranslations('alerts');
  const nameOf = useAlertName();
  const under = useUnder();
  return useMemo(() => {
    const yesNo = (['yes', 'no'] as const).map((value) => ({ value, label: t(value) }));
    return [
      {
        id: 'device',
        header: t('column.what'),
        phone: 'title',
        filter: { kind: 'text' },
        cell: (row) => <NameCell name={nameOf(row)}>{under(row)}</NameCell>,
      },
      {
        id: 'kind',
        header: t('column.kind'),
        phone: 'left',
        width: 140,
        filter: { kind: 'enum', options: ALERT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) })) },
        cell: (row) => <AlertKindPill alert={row} />,
      },
      {
        id: 'status',
        header: t('column.status'),
        phone: 'right',
        filter: {
          kind: 'enum',
          options: ALERT_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
        },
        cell: (row) => <AlertStanding alert={row} />,
      },
      {
        id: 'acknowledged',
        header: t('column.acknowledged'),
        hidden: true,
        filter: { kind: 'enum', options: yesNo },
        cell: (row) => row.acknowledged?.by ?? <span className="text-faint">–</span>,
      },
      {
        id: 'muted',
        header: t('muted'),
        hidden: true,
        filter: { kind: 'enum', options: yesNo },
        cell: (row) => t(row.isMuted ? 'yes' : 'no'),
      },
      {
        id: 'partOfIncident',
        header: t('column.part'),
        hidden: true,
        filter: { kind: 'enum', options: yesNo },
        cell: (row) => t(row.incident ? 'yes' : 'no'),
      },
      {
        id: 'type',
        header: t('column.type'),
        hidden: true,
        ...among(types),
        cell: (row) => row.device?.typeName ?? <span className="text-faint">–</span>,
      },
      {
        id: 'project',
        header: t('column.project'),
        hidden: true,
        ...among(projects),
        cell: (row) => row.device?.projectName ?? <span className="text-faint">–</span>,
      },
      ...times(t),
    ];
  }, [t, nameOf, under, types, projects]);
}

function times(t: ReturnType<typeof useTranslations<'alerts'>>): DataColumn<AlertItem>[] {
  return [
    {
      id: 'heardAt',
      header: t('column.heard'),
      align: 'end',
      width: 130,
      filter: { kind: 'date' },
      cell: (row) => <Time value={row.heardAt} />,
    },
    {
      id: 'since',
      header: t('column.since'),
      phone: 'corner',
      align: 'end',
      width: 120,
      sortable: true,
      filter: { kind: 'date' },
      cell: (row) => <Time value={row.since} />,
    },
    {
      id: 'openedAt',
      header: t('column.opened'),
      hidden: true,
      align: 'end',
      width: 130,
      filter: { kind: 'date' },
      cell: (row) => <Time value={row.openedAt} />,
    },
    {
      id: 'resolvedAt',
      header: t('column.resolved'),
      align: 'end',
      width: 130,
      filter: { kind: 'date' },
      cell: (row) => <Time value={row.resolvedAt} />,
    },
  ];
}

/** What tells it from others: of how many, or which device it is and of what it is part. */
function useUnder(): (row: AlertItem) => string {
  const t = useTranslations('alerts');
  const causeName = useCauseName();
  return useMemo(
    () => (row) => {
      const { members, missing, incident, device } = row;
      if (row.kind === 'incident') return members > 0 ? t('devicesOf', { members, missing }) : t('noMembers');
      if (incident)
        return t('inIncident', {
          name: causeName({ kind: incident.kind, id: incident.source, name: incident.name }),
        });
      return [device?.identifier, device?.typeName].filter(Boolean).join(' · ');
    },
    [t, causeName],
  );
}
