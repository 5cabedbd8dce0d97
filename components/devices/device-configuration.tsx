'use client';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Duration, Time } from '#components/ui/time.tsx';
import type { Device } from '#server/devices/contract.ts';
import { DeleteDevice } from './delete-device.tsx';
import { DeviceForm } from './device-form.tsx';
import { ManagedNote } from './managed-note.tsx';

export interface DeviceConfigurationProps {
  device: Device;
  mayUpdate: boolean;
  mayDelete: boolean;
  /** What goes with it, for the words of the deletion. */
  uplinks: ComponentProps<typeof DeleteDevice>['uplinks'];
}

export function DeviceConfiguration({ device, mayUpdate, mayDelete, uplinks }: DeviceConfigurationProps) {
  const t = useTranslations('devices.configuration');
  const own = device.deviceType.category === 'own';
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
      <Panel title={t('title')}>
        <DeviceForm device={device} mayUpdate={mayUpdate} />
      </Panel>
      <div className="flex flex-col gap-4">
        <ManagedNote device={device} />
        <Panel title={t('facts')}>
          <KeyValues
            items={[
              { key: 'type', label: t('type'), value: device.deviceType.name },
              { key: 'kind', label: t('kind'), value: t(device.deviceType.category) },
              { key: 'project', label: t('project'), value: device.project.name },
              device.urn !== null && {
                key: 'urn',
                label: t('urn'),
                value: <Identifier value={device.urn} />,
              },
              {
                key: 'interval',
                label: t('interval'),
                value: device.expectedIntervalSeconds ? (
                  <Duration seconds={device.expectedIntervalSeconds} />
                ) : (
                  '–'
                ),
              },
              device.batteryChemistry !== null && {
                key: 'battery',
                label: t('battery'),
                value: device.batteryChemistry,
              },
              { key: 'id', label: t('id'), value: <Identifier kind="uuid" value={device.id} /> },
              { key: 'created', label: t('created'), value: <Time value={device.createdAt} look="date" /> },
              {
                key: 'modified',
                label: t('modified'),
                value: <Time value={device.modifiedAt} look="date" />,
              },
            ]}
          />
        </Panel>
        {mayDelete && own ? (
          <Panel title={t('end')}>
            <p className="mb-3 text-dim">{t('endText')}</p>
            <DeleteDevice device={device} uplinks={uplinks} />
          </Panel>
        ) : null}
      </div>
    </div>
  );
}
