'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { DeviceSim } from '#server/sims/contract.ts';
import { LinkSim } from './networks/link-sim.tsx';
import { SimStateAtEnd } from './networks/sim-state-at-end.tsx';
import { UnlinkSim } from './networks/unlink-sim.tsx';
import { useDeviceSim } from './use-device-head.ts';

interface DeviceSimPanelProps {
  device: Device;
  sim: DeviceSim | null;
  mayUpdate: boolean;
}

/** The SIM in an M2M device: what it is, and putting in, exchanging and taking out; of a bought device it stays. */
export function DeviceSimPanel({ device, sim: painted, mayUpdate }: DeviceSimPanelProps) {
  const t = useTranslations('networks');
  const sim = useDeviceSim(device, painted);
  const own = device.deviceType.category === 'own';
  return (
    <Panel
      title={t('sim')}
      actions={
        mayUpdate && own && sim ? (
          <>
            <LinkSim device={device} replace />
            <UnlinkSim device={device} iccid={sim.iccid} />
          </>
        ) : null
      }
    >
      {sim ? (
        <SimFacts sim={sim} />
      ) : (
        <div className="flex flex-col items-start gap-3">
          <p className="text-dim">{t('noSim')}</p>
          {mayUpdate && own ? <LinkSim device={device} /> : null}
        </div>
      )}
      {own ? null : <p className="mt-3 text-faint text-sm">{t('simManaged')}</p>}
    </Panel>
  );
}

function SimFacts({ sim }: { sim: DeviceSim }) {
  const t = useTranslations('networks.card');
  const { activatedAt, linkedAt } = sim;
  return (
    <KeyValues
      items={[
        {
          key: 'iccid',
          label: t('iccid'),
          value: (
            <Link
              href={`/manager/connectivity/m2m/${sim.id}`}
              className="mono hover:text-accent hover:underline"
            >
              {sim.iccid}
            </Link>
          ),
        },
        sim.msisdn !== null && {
          key: 'msisdn',
          label: t('msisdn'),
          value: <Identifier value={sim.msisdn} />,
        },
        { key: 'status', label: t('status'), value: <SimStateAtEnd sim={sim} /> },
        sim.ratePlan !== null && { key: 'rate', label: t('ratePlan'), value: sim.ratePlan },
        sim.communicationPlan !== null && {
          key: 'communication',
          label: t('communicationPlan'),
          value: sim.communicationPlan,
        },
        sim.apns.length > 0 && { key: 'apns', label: 'APN', value: sim.apns.join(', '), mono: true },
        activatedAt !== null && {
          key: 'activated',
          label: t('activatedAt'),
          value: <Time value={activatedAt} look="date" />,
        },
        linkedAt !== null && {
          key: 'linked',
          label: t('linkedAt'),
          value: <Time value={linkedAt} look="date" />,
        },
      ]}
    />
  );
}
