'use client';
import { useQuery } from '@tanstack/react-query';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import { deviceKeys } from '#components/devices/queries.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { DeviceDownlinks as Facts } from '#server/downlinks/contract.ts';
import { DownlinkTable } from './downlink-table.tsx';
import { Obstacle } from './obstacle.tsx';
import { SendForm } from './send-form.tsx';

export interface DeviceDownlinksProps {
  device: Pick<Device, 'id' | 'name' | 'status' | 'deviceType'>;
  initial: Facts;
  may: { send: boolean; cancel: boolean; update: boolean };
}

const OPEN_EVERY_MS = 3_000;

/** What is under way changes by itself; what came from the device is told at once. */
function useDownlinks(deviceId: string, initial: Facts) {
  const queryKey = deviceKeys.downlinks(deviceId);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readJson<Facts>(`/rows/devices/${deviceId}/downlinks`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.downlinks.some(isOpen) ? OPEN_EVERY_MS : false),
  });
  useLiveDevices([deviceId], [queryKey]);
  return query;
}

const isOpen = ({ state }: Facts['downlinks'][number]) => state === 'PENDING' || state === 'EXECUTING';

export function DeviceDownlinks({ device, initial, may }: DeviceDownlinksProps) {
  const t = useTranslations('downlinks');
  const { data, isFetching, refetch } = useDownlinks(device.id, initial);
  const { offer, downlinks } = data;
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
      <Panel
        title={t('table.label')}
        note={t('table.note')}
        padding="flush"
        actions={
          <IconButton
            size="sm"
            label={t('refresh')}
            icon={<RefreshCw aria-hidden="true" className={isFetching ? 'animate-spin' : undefined} />}
            onClick={() => void refetch()}
          />
        }
      >
        {downlinks.length === 0 ? (
          <EmptyState icon={<Send aria-hidden="true" />} title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        ) : (
          <DownlinkTable downlinks={downlinks} maySend={may.send} mayCancel={may.cancel} />
        )}
      </Panel>
    </div>
  );
}
