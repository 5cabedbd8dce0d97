'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import { LoraKeysForm } from './lora-keys-form.tsx';
import { LeaveNetwork } from './networks/leave-network.tsx';
import { ConnectivityPill } from './networks/status-pills.tsx';
import { useDeviceHead } from './use-device-head.ts';

interface DeviceLoraProps {
  head: DeviceHead;
  mayUpdate: boolean;
  /** What can be done at its network server. */
  registration: ReactNode;
  /** What stands in the second column. */
  children?: ReactNode;
}

export function DeviceLora({ head, mayUpdate, registration, children }: DeviceLoraProps) {
  const t = useTranslations('devices.configuration');
  const { device } = useDeviceHead(head);
  const own = device.deviceType.category === 'own';
  const { lora } = device;
  const adapter = device.adapters.find(({ network }) => network === 'lora');
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Panel
          title="LoRa"
          actions={
            mayUpdate && own ? (
              <>
                <LoraKeysForm key={adapter?.id} device={device} />
                <LeaveNetwork device={device} network="lora" />
              </>
            ) : null
          }
        >
          {adapter ? (
            <KeyValues
              items={[
                {
                  key: 'devEui',
                  label: 'DevEUI',
                  value: <Identifier kind="devEui" value={adapter.identifier} />,
                },
                lora && {
                  key: 'joinEui',
                  label: t('joinEui'),
                  value: <Identifier kind="joinEui" value={lora.joinEui} />,
                },
                { key: 'appKey', label: 'AppKey', value: lora?.hasAppKey ? t('keyStored') : t('keyNone') },
                {
                  key: 'status',
                  label: t('network'),
                  value: <ConnectivityPill status={lora?.status ?? 'INVENTORY'} />,
                },
                { key: 'urn', label: t('urn'), value: <Identifier value={adapter.urn} /> },
                lora && {
                  key: 'since',
                  label: t('keysSince'),
                  value: <Time value={lora.createdAt} look="date" />,
                },
              ]}
            />
          ) : (
            <p className="text-dim">{t('noKeys')}</p>
          )}
        </Panel>
        {registration}
      </div>
      {children}
    </div>
  );
}
