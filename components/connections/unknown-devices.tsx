'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useAct } from '#components/frame/use-act.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { forgetUnknownDevice } from '#server/lora-networks/actions.ts';
import { MOST_UNKNOWN, type UnknownDevice } from '#server/lora-networks/contract.ts';
import { unknownList } from '#server/lora-networks/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { connectionKeys } from './queries.ts';
import { seenColumns } from './seen-columns.tsx';

export interface UnknownDevicesProps {
  connectionId: string;
  unknown: UnknownDevice[];
  views: TableViewItem[];
  mayForget: boolean;
  mayAdd: boolean;
}

export function UnknownDevices({ connectionId, unknown, views, ...may }: UnknownDevicesProps) {
  const t = useTranslations('connections.unknown');
  return (
    <section>
      <h2 className="font-semibold">{t('title')}</h2>
      <p className="mb-2.5 text-dim text-sm">
        {t('lead')} {unknown.length >= MOST_UNKNOWN ? t('most', { most: MOST_UNKNOWN }) : null}
      </p>
      <HeldTable
        id="unknown-devices"
        label={t('title')}
        columns={useColumns(may)}
        rows={unknown}
        rowId={(row) => `${row.network}:${row.identifier}`}
        list={unknownList}
        views={useTableViews('unknown-devices', views)}
        exportHref={exportHref(`connections/${connectionId}/unknown`)}
        height="auto"
        searchPlaceholder={t('search')}
        empty={{ icon: <CircleCheck aria-hidden="true" className="text-accent" />, title: t('none') }}
      />
    </section>
  );
}

function useColumns({
  mayForget,
  mayAdd,
}: Pick<UnknownDevicesProps, 'mayForget' | 'mayAdd'>): DataColumn<UnknownDevice>[] {
  const t = useTranslations('connections.unknown');
  return useMemo(() => {
    const { count, first, last } = seenColumns<UnknownDevice>(t);
    return [
      {
        id: 'identifier',
        header: t('identifier'),
        phone: 'title',
        width: 190,
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <Identifier value={row.identifier} />,
      },
      count,
      { ...first, hidden: true },
      { ...last, phone: 'left' },
      ...(mayAdd || mayForget
        ? [
            {
              id: 'add',
              header: t('add'),
              phone: 'right' as const,
              align: 'end' as const,
              width: 190,
              cell: (row: UnknownDevice) => <Doors of={row} mayForget={mayForget} mayAdd={mayAdd} />,
            },
          ]
        : []),
    ];
  }, [t, mayForget, mayAdd]);
}

interface DoorsProps extends Pick<UnknownDevicesProps, 'mayForget' | 'mayAdd'> {
  of: UnknownDevice;
}

function Doors({ of: { connectionId, network, identifier }, mayForget, mayAdd }: DoorsProps) {
  const t = useTranslations('connections.unknown');
  const act = useAct();
  const forget = () =>
    act(forgetUnknownDevice({ connectionId, network, identifier }), {
      done: t('forgotten', { identifier }),
      stale: [connectionKeys.one(connectionId)],
    });
  return (
    <span className="inline-flex items-center gap-1">
      {mayAdd ? (
        <ButtonLink
          size="sm"
          href={`/manager/devices/new?${network === 'cellular' ? 'imei' : 'devEui'}=${encodeURIComponent(identifier)}`}
          icon={<Plus aria-hidden="true" />}
        >
          {t('add')}
        </ButtonLink>
      ) : null}
      {mayForget ? (
        <IconButton
          size="sm"
          label={t('forget', { identifier })}
          icon={<X aria-hidden="true" />}
          onClick={() => void forget()}
        />
      ) : null}
    </span>
  );
}
