'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { useReread } from '#components/live/use-reread.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { Downlink, DownlinkFacts } from '#server/downlinks/contract.ts';
import { DownlinkTable, type DownlinkTableProps } from './downlink-table.tsx';
import { Obstacle } from './obstacle.tsx';
import { SendForm } from './send-form.tsx';

export interface DeviceDownlinksProps extends Pick<DownlinkTableProps, 'initial' | 'views'> {
  device: Pick<Device, 'id' | 'name' | 'status' | 'deviceType'>;
  facts: DownlinkFacts;
  may: { send: boolean; cancel: boolean; update: boolean };
}

const OPEN_EVERY_MS = 3_000;

const areOpen = (rows: readonly Downlink[]) => rows.some(({ endedAt }) => endedAt === null);

/**
 * What is under way changes by itself; what came from the device is told at once. Rows and facts are read one after the
 * other: what is under way in either is read again.
 */
function useFacts(deviceId: string, painted: DownlinkFacts, rowsAreOpen: boolean): DownlinkFacts {
  const all = deviceKeys.downlinks(deviceId);
  const { data } = useQuery({
    queryKey: [...all, 'facts'],
    queryFn: ({ signal }) => readJson<DownlinkFacts>(`/rows/devices/${deviceId}/downlink-facts`, signal),
    initialData: painted,
  });
  useLiveDevices([deviceId], [all]);
  useReread(all, OPEN_EVERY_MS, data.open > 0 || rowsAreOpen);
  return data;
}

export function DeviceDownlinks({ device, facts, initial, views, may }: DeviceDownlinksProps) {
  const t = useTranslations('downlinks');
  const [rowsAreOpen, setRowsAreOpen] = useState(() => areOpen(initial?.page.rows ?? []));
  const { offer } = useFacts(device.id, facts, rowsAreOpen);
  return (
    <div className="flex flex-col gap-4">
      {offer.kind === 'none' ? (
        <Obstacle device={device} obstacle={offer.obstacle} mayUpdate={may.update} />
      ) : (
        <Panel title={t('title')} footer={t(offer.kind === 'lora' ? 'howLora' : 'howSenml')}>
          {may.send ? (
            <SendForm deviceId={device.id} offer={offer} />
          ) : (
            <p className="text-dim text-sm">{t('readOnly')}</p>
          )}
        </Panel>
      )}
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold text-md">{t('table.label')}</h2>
        <DownlinkTable
          deviceId={device.id}
          queryKey={[...deviceKeys.downlinks(device.id), 'rows']}
          initial={initial}
          views={views}
          may={may}
          onRead={(rows) => setRowsAreOpen(areOpen(rows))}
        />
      </section>
    </div>
  );
}
