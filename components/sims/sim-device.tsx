'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { LinkSim } from '#components/devices/networks/link-sim.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { unlinkSim } from '#server/sims/actions.ts';
import type { Sim } from '#server/sims/contract.ts';
import { PutIntoDevice } from './put-into-device.tsx';
import { simKeys } from './queries.ts';

interface SimDeviceProps {
  sim: Sim;
  mayUpdate: boolean;
}

/** The device that the SIM is in: link, unlink, switch. */
export function SimDevice({ sim, mayUpdate }: SimDeviceProps) {
  const t = useTranslations('sims');
  const { linkedDevice: device } = sim;
  if (!device) {
    return (
      <Panel title={t('page.device')}>
        <div className="flex flex-col items-start gap-3">
          <p className="text-dim">{t('page.noDevice')}</p>
          {mayUpdate && sim.status !== 'RETIRED' ? <PutIntoDevice sim={sim} /> : null}
        </div>
      </Panel>
    );
  }
  const isElsewhere =
    device.imei !== null && sim.imei !== null && sim.imei.slice(0, 14) !== device.imei.slice(0, 14);
  return (
    <Panel
      title={t('page.device')}
      actions={
        mayUpdate && device.category === 'own' ? (
          <>
            <LinkSim device={device} replace />
            <TakeOut device={device} />
          </>
        ) : null
      }
    >
      {isElsewhere ? (
        <Banner kind="warn" title={t('page.imeiDiffers')} className="mb-3">
          {t('page.imeiDiffersText', { seen: sim.imei ?? '', own: device.imei ?? '' })}
        </Banner>
      ) : null}
      <KeyValues
        items={[
          {
            key: 'device',
            label: t('page.device'),
            value: (
              <Link
                href={`/manager/devices/${device.id}`}
                className="font-medium hover:text-accent hover:underline"
              >
                {device.name}
              </Link>
            ),
          },
          { key: 'type', label: t('page.deviceType'), value: device.type },
          { key: 'project', label: t('page.project'), value: device.project },
          device.imei !== null && { key: 'imei', label: 'IMEI', value: device.imei, mono: true },
          {
            key: 'message',
            label: t('column.lastMessage'),
            value: <Time value={device.lastMessageAt} look="date" />,
          },
          { key: 'linked', label: t('page.linkedAt'), value: <Time value={sim.linkedAt} look="date" /> },
        ]}
      />
      {device.category === 'managed' ? (
        <p className="mt-3 text-faint text-sm">{t('page.deviceManaged')}</p>
      ) : null}
    </Panel>
  );
}

function TakeOut({ device }: { device: { id: string; name: string } }) {
  const t = useTranslations('sims.action');
  const act = useAct();
  const take = async () => {
    const answer = await act(unlinkSim({ deviceId: device.id }), {
      done: t('unlinked', { device: device.name }),
      stale: [simKeys.all],
      quiet: true,
    });
    return answer.ok ? undefined : answer.words;
  };
  return (
    <ConfirmDialog
      trigger={<Button size="sm">{t('unlink')}</Button>}
      title={t('unlinkTitle', { device: device.name })}
      confirmLabel={t('unlink')}
      onConfirm={take}
    >
      {t('unlinkText')}
    </ConfirmDialog>
  );
}
