'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { linkSim, unlinkSim } from '#server/sims/actions.ts';
import type { DeviceSim, FreeSim } from '#server/sims/contract.ts';
import { LinkSim } from './networks/link-sim.tsx';
import { SimPill } from './networks/status-pills.tsx';
import { deviceKeys } from './queries.ts';

interface DeviceSimPanelProps {
  device: { id: string; name: string };
  sim: DeviceSim | null;
  free: FreeSim[];
  mayUpdate: boolean;
}

/** The SIM in an M2M device: what it is, and putting in, exchanging and taking out. */
export function DeviceSimPanel({ device, sim, free, mayUpdate }: DeviceSimPanelProps) {
  const t = useTranslations('networks');
  return (
    <Panel
      title={t('sim')}
      actions={
        mayUpdate && sim ? (
          <>
            <LinkSim device={device} free={free} replace />
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
          {mayUpdate ? <LinkSim device={device} free={free} /> : null}
        </div>
      )}
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
        { key: 'status', label: t('status'), value: <SimPill status={sim.status} /> },
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

/** Undone with one press, so nothing is asked first. */
function UnlinkSim({ device, iccid }: { device: DeviceSimPanelProps['device']; iccid: string }) {
  const t = useTranslations('networks');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const stale = [deviceKeys.all];
  const unlink = async () => {
    setPending(true);
    await act(unlinkSim({ deviceId: device.id }), {
      done: t('unlinked', { iccid, name: device.name }),
      stale,
      undo: {
        label: t('undo'),
        run: () =>
          void act(linkSim({ deviceId: device.id, iccid }), {
            done: t('simLinked', { name: device.name }),
            stale,
          }),
      },
    });
    setPending(false);
  };
  return (
    <Button size="sm" pending={pending} onClick={() => void unlink()}>
      {t('unlink')}
    </Button>
  );
}
