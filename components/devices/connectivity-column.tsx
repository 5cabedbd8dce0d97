'use client';
import { useTranslations } from 'next-intl';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { CONNECTIVITIES, type NetworkState } from '#server/devices/contract.ts';
import type { DeviceRowItem } from '#server/devices/health-contract.ts';
import { ConnectivityPill } from './networks/status-pills.tsx';

export type ConnectivityWords = ReturnType<typeof useTranslations<'devices.connectivity'>>;

export function connectivityColumn(header: string, words: ConnectivityWords): DataColumn<DeviceRowItem> {
  return {
    id: 'connectivity',
    header,
    hidden: true,
    width: 150,
    filter: { kind: 'enum', options: CONNECTIVITIES.map((value) => ({ value, label: words(value) })) },
    cell: (row) => <ConnectivityCell states={row.connectivity} />,
  };
}

/** The network is named only where there are several: of one the identifier tells it. */
function ConnectivityCell({ states }: { states: NetworkState[] }) {
  const t = useTranslations('networks.card');
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {states.map(({ network, state }) => (
        <span key={network} className="inline-flex items-center gap-1">
          {states.length > 1 ? <span className="text-faint text-xs">{t(network)}</span> : null}
          <ConnectivityPill status={state} />
        </span>
      ))}
    </span>
  );
}
