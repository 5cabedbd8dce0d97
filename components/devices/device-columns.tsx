'use client';
import Lock from 'lucide-react/icons/lock';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Pill } from '#components/ui/pill.tsx';
import { Pulse } from '#components/ui/pulse.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import { ACTIVITIES } from '#server/devices/contract.ts';
import type { DeviceRowItem } from '#server/devices/health-contract.ts';
import { type ConnectivityWords, connectivityColumn } from './connectivity-column.tsx';
import { pulseOfDay } from './device-day.ts';
import { DeviceState } from './device-state.tsx';
import { IdentifierLines } from './identifier-lines.tsx';
import { lastMessageColumn, signalColumn } from './radio-columns.tsx';
import { tagSource } from './tag-source.ts';

export interface NamedOption {
  id: string;
  name: string;
}

export interface DeviceOptions {
  projects: NamedOption[];
  types: NamedOption[];
  /** One project is chosen: its name on every row says nothing. */
  oneProject: boolean;
}

const optionsOf = (things: NamedOption[]) => things.map(({ id, name }) => ({ value: id, label: name }));

export function useDeviceColumns({ projects, types, oneProject }: DeviceOptions) {
  const t = useTranslations('devices.column');
  const state = useTranslations('devices.state');
  const connectivity = useTranslations('devices.connectivity');
  return useMemo((): DataColumn<DeviceRowItem>[] => {
    const columns: DataColumn<DeviceRowItem>[] = [
      {
        id: 'name',
        header: t('name'),
        sortable: true,
        filter: { kind: 'text' },
        phone: 'title',
        cell: (row) => <NameCell row={row} project={oneProject ? null : row.project.name} />,
      },
      {
        id: 'identifier',
        header: t('identifier'),
        sortable: true,
        filter: { kind: 'text' },
        mono: true,
        width: 176,
        phone: 'left',
        cell: (row) => <IdentifierLines identifiers={row.identifiers} />,
      },
      {
        id: 'activity',
        header: t('state'),
        width: 126,
        phone: 'corner',
        filter: {
          kind: 'enum',
          options: ACTIVITIES.map((value) => ({ value, label: state(value) })),
        },
        cell: (row) => <DeviceState status={row.status} activity={row.activity} />,
      },
      {
        id: 'day',
        header: t('day'),
        width: 244,
        phone: 'wide',
        cell: (row) => <DayCell row={row} />,
      },
      lastMessageColumn(t('lastMessage')),
      signalColumn(t('signal')),
      {
        id: 'flows',
        header: t('flows'),
        align: 'end',
        width: 72,
        cell: (row) => <FlowsCell flows={row.flows} />,
      },
    ];
    return [...columns, ...hiddenColumns(t, state, connectivity, { projects, types, oneProject })];
  }, [t, state, connectivity, projects, types, oneProject]);
}

type Words = ReturnType<typeof useTranslations<'devices.column'>>;
type StateWords = ReturnType<typeof useTranslations<'devices.state'>>;

function hiddenColumns(
  t: Words,
  state: StateWords,
  connectivity: ConnectivityWords,
  { projects, types, oneProject }: DeviceOptions,
): DataColumn<DeviceRowItem>[] {
  return [
    {
      id: 'type',
      header: t('type'),
      hidden: true,
      sortable: true,
      filter: { kind: 'enum', options: optionsOf(types) },
      cell: (row) => <span className="text-dim">{row.deviceType.name}</span>,
    },
    {
      id: 'project',
      header: t('project'),
      hidden: true,
      sortable: !oneProject,
      ...(oneProject ? {} : { filter: { kind: 'enum' as const, options: optionsOf(projects) } }),
      cell: (row) => <span className="text-dim">{row.project.name}</span>,
    },
    {
      id: 'processing',
      header: t('processing'),
      hidden: true,
      filter: {
        kind: 'enum',
        options: (['active', 'deactivated', 'not-linked'] as const).map((value) => ({
          value,
          label: state(`processing.${value}`),
        })),
      },
      cell: (row) => <Pill tone="idle">{state(`processing.${row.processing}`)}</Pill>,
    },
    connectivityColumn(t('connectivity'), connectivity),
    {
      id: 'spreadingFactor',
      header: t('spreadingFactor'),
      hidden: true,
      align: 'end',
      mono: true,
      cell: (row) => (row.lastSpreadingFactor ? `SF${row.lastSpreadingFactor}` : '–'),
    },
    ...(['latitude', 'longitude', 'altitude'] as const).map((name) => ({
      id: name,
      header: t(name),
      hidden: true,
      align: 'end' as const,
      cell: ({ location }: DeviceRowItem) => (
        <Quantity value={location?.[name]} digits={name === 'altitude' ? 0 : 5} />
      ),
    })),
    {
      id: 'barcode',
      header: t('barcode'),
      hidden: true,
      mono: true,
      filter: { kind: 'text' },
      cell: (row) => row.barcode ?? <span className="text-faint">–</span>,
    },
    {
      id: 'tags',
      header: t('tags'),
      hidden: true,
      filter: { kind: 'enum', options: [], source: tagSource, optional: true },
      cell: (row) => (
        <span className="block max-w-72 truncate text-dim" title={row.tags.join(', ')}>
          {row.tags.join(', ')}
        </span>
      ),
    },
    {
      id: 'createdAt',
      header: t('createdAt'),
      hidden: true,
      align: 'end',
      sortable: true,
      filter: { kind: 'date' },
      cell: (row) => <Time value={row.createdAt} className="text-dim" />,
    },
  ];
}

/** Takes what is left over, and asks for no more than this: what tells devices apart is whole before their names are. */
const givesWay = 'md:w-48 md:min-w-full';

function NameCell({ row, project }: { row: DeviceRowItem; project: string | null }) {
  const t = useTranslations('devices');
  return (
    <>
      <span className={cx('block truncate font-medium', givesWay)} title={row.name}>
        {row.name}
      </span>
      <span className={cx('flex items-center gap-1 truncate text-faint text-xs', givesWay)}>
        <span className={cx('truncate', project && 'max-w-[65%] shrink-0')}>{row.deviceType.name}</span>
        {row.deviceType.category === 'managed' ? (
          <Lock aria-label={t('managed')} className="size-3 shrink-0" />
        ) : null}
        {project ? <span className="truncate"> · {project}</span> : null}
      </span>
    </>
  );
}

function DayCell({ row }: { row: DeviceRowItem }) {
  const t = useTranslations('devices');
  if (row.status === 'DEACTIVATED' && row.day.slots.length === 0)
    return <span className="text-faint">{t('notProcessed')}</span>;
  if (row.lastMessageAt === null) return <span className="text-faint">{t('noMessageYet')}</span>;
  return <Pulse data={pulseOfDay(row.day, row.expectedIntervalSeconds, false)} />;
}

/** A device in no flow is kept but goes nowhere: that is worth a mark, not only a nought. */
function FlowsCell({ flows }: { flows: DeviceRowItem['flows'] }) {
  const t = useTranslations('devices');
  if (flows.length > 0) {
    return (
      <span className="text-dim" title={flows.map((flow) => flow.name).join('\n')}>
        <Quantity value={flows.length} />
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1 text-warn" title={t('inNoFlow')}>
      <TriangleAlert aria-label={t('inNoFlow')} className="size-3.5" />0
    </span>
  );
}
