'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CopyLine } from '#components/connections/access-lines.tsx';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import type { MqttAccess } from '#server/mqtt/contract.ts';
import { topicsOf } from '#server/mqtt/rules.ts';
import { FirstMqtt } from './networks/first-mqtt.tsx';
import { MqttPassword, RemoveMqtt } from './networks/mqtt-password.tsx';
import { deviceKeys } from './queries.ts';
import { useDeviceHead } from './use-device-head.ts';

export interface DeviceMqttProps {
  device: { id: string; name: string };
  /** Base name of its SenML, and its user name. */
  urn: string;
  access: MqttAccess;
  mqttUrl: string;
  mayUpdate: boolean;
}

interface DeviceMqttOfProps {
  head: DeviceHead;
  network: 'cellular' | 'generic';
  mqtt: { access: MqttAccess; mqttUrl: string | null };
  mayUpdate: boolean;
}

/** Once it has its identifier; nothing where devices are not served over MQTT. */
export function DeviceMqttOf({ head, network, mqtt, mayUpdate }: DeviceMqttOfProps) {
  const { device } = useDeviceHead(head);
  const adapter = device.adapters.find((one) => one.network === network);
  if (!adapter || mqtt.mqttUrl === null) return null;
  const mayChange = mayUpdate && device.deviceType.category === 'own';
  return (
    <DeviceMqtt
      device={device}
      urn={adapter.urn}
      access={mqtt.access}
      mqttUrl={mqtt.mqttUrl}
      mayUpdate={mayChange}
    />
  );
}

const ASK_EVERY_MS = 5_000;

/** MQTT beside HTTP: what a device signs in with, where it publishes and listens, and whether it is there. */
export function DeviceMqtt({ device, urn, access: painted, mqttUrl, mayUpdate }: DeviceMqttProps) {
  const t = useTranslations('networks.mqtt');
  const [fresh, setFresh] = useState<string | null>(null);
  const { data: access } = useQuery({
    queryKey: deviceKeys.mqtt(device.id),
    queryFn: ({ signal }) => readJson<MqttAccess>(`/rows/devices/${device.id}/mqtt`, signal),
    initialData: painted,
    refetchInterval: ({ state: { data } }) => (data?.passwordSince ? ASK_EVERY_MS : false),
  });
  const isSet = access.passwordSince !== null;
  const topics = topicsOf(urn);
  return (
    <Panel
      title={t('title')}
      actions={
        mayUpdate && isSet ? (
          <>
            <MqttPassword device={device} isSet onSet={setFresh} />
            <RemoveMqtt device={device} />
          </>
        ) : null
      }
    >
      {isSet ? (
        <div className="flex flex-col gap-3">
          <KeyValues
            items={[
              { key: 'state', label: t('state'), value: <Connection access={access} /> },
              { key: 'user', label: t('userName'), value: <Identifier value={urn} /> },
              {
                key: 'password',
                label: t('password'),
                value: (
                  <>
                    {t('passwordSince')} <Time value={access.passwordSince} look="date" />
                  </>
                ),
              },
            ]}
          />
          <CopyLine label={t('address')} value={mqttUrl} />
          <CopyLine label={t('publishes')} value={topics.uplink} />
          <CopyLine label={t('listens')} value={topics.downlink} />
          <FirstMqtt mqttUrl={mqttUrl} urn={urn} password={null} />
        </div>
      ) : (
        <div className="flex flex-col items-start gap-3">
          <p className="text-dim text-sm">{t('none')}</p>
          {mayUpdate ? <MqttPassword device={device} isSet={false} onSet={setFresh} /> : null}
        </div>
      )}
      <SecretOnce
        secret={fresh}
        title={t('passwordOf', { name: device.name })}
        also={[
          { label: t('address'), value: mqttUrl },
          { label: t('userName'), value: urn },
        ]}
        onDone={() => setFresh(null)}
      />
    </Panel>
  );
}

function Connection({ access: { isConnected, connectedAt, endedAt } }: { access: MqttAccess }) {
  const t = useTranslations('networks.mqtt');
  if (isConnected)
    return (
      <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
        <Pill tone="good">{t('connected')}</Pill>
        {connectedAt ? <Time value={connectedAt} /> : null}
      </span>
    );
  if (connectedAt === null) return <Pill>{t('never')}</Pill>;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
      <Pill>{t('away')}</Pill>
      {endedAt ? <Time value={endedAt} /> : null}
    </span>
  );
}
