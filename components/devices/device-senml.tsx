'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { CopyLine } from '#components/connections/access-lines.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import { LeaveNetwork } from './networks/leave-network.tsx';
import { LinkToNetwork } from './networks/link-to-network.tsx';
import { IDENTIFIER_NAMES } from './networks/network-tabs.ts';
import { ReplaceSecret } from './networks/replace-secret.tsx';
import { useDeviceHead } from './use-device-head.ts';

export interface DeviceSenmlProps {
  head: DeviceHead;
  network: 'cellular' | 'generic';
  /** Where devices send to, without a slash at its end. */
  deviceUrl: string;
  mayUpdate: boolean;
  /** What stands below it: firmware, the simulator. */
  below: ReactNode;
  /** What stands beside it: the SIM, MQTT. */
  children?: ReactNode;
}

const DOORS = { cellular: 'm2m', generic: 'ip' };

/** Of a device that sends SenML itself: what it is known by, and what it signs with. */
export function DeviceSenml(props: DeviceSenmlProps) {
  const { head, network, deviceUrl, mayUpdate, below, children } = props;
  const t = useTranslations('networks');
  const { device } = useDeviceHead(head);
  const [fresh, setFresh] = useState<string | null>(null);
  const mayChange = mayUpdate && device.deviceType.category === 'own';
  const adapter = device.adapters.find((one) => one.network === network);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
        <Panel
          title={t(`card.${network}`)}
          actions={
            adapter && mayChange ? (
              <>
                <ReplaceSecret device={device} />
                <LeaveNetwork device={device} network={network} />
              </>
            ) : null
          }
        >
          {adapter ? (
            <div className="flex flex-col gap-3">
              <KeyValues
                items={[
                  {
                    key: 'identifier',
                    label: IDENTIFIER_NAMES[network],
                    value: <Identifier value={adapter.identifier} />,
                  },
                  { key: 'urn', label: t('card.baseName'), value: <Identifier value={adapter.urn} /> },
                  {
                    key: 'secret',
                    label: t('sharedSecret'),
                    value: device.sharedSecretSince ? (
                      <>
                        {t('secretStored')} <Time value={device.sharedSecretSince} look="date" />
                      </>
                    ) : (
                      t('secretNone')
                    ),
                  },
                  {
                    key: 'since',
                    label: t('linkedSince'),
                    value: <Time value={adapter.createdAt} look="date" />,
                  },
                ]}
              />
              <CopyLine label={t('sendsTo')} value={`${deviceUrl}/ingestion/${DOORS[network]}/senml/v1`} />
            </div>
          ) : (
            <EmptyState
              title={t('notLinked')}
              action={
                mayChange ? (
                  <LinkToNetwork device={device} network={network} onLinked={setFresh} />
                ) : undefined
              }
            >
              {t('notLinkedText')}
            </EmptyState>
          )}
        </Panel>
        {/* In one column the SIM and MQTT come before it. */}
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-last">{below}</div>
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
      <SecretOnce secret={fresh} title={t('secretOf', { name: device.name })} onDone={() => setFresh(null)} />
    </div>
  );
}
