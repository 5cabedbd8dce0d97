'use client';
import { useQuery } from '@tanstack/react-query';
import Eraser from 'lucide-react/icons/eraser';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { DownlinkOffer } from '#server/downlinks/contract.ts';
import { clearMeasurements } from '#server/twins/actions.ts';
import type { Twin } from '#server/twins/twin-contract.ts';
import { knownNames } from './desired-values.ts';
import { deviceKeys } from './queries.ts';
import { TwinDesired } from './twin-desired.tsx';
import { TwinMetadata } from './twin-metadata.tsx';
import { TwinObserved } from './twin-observed.tsx';
import { TwinReported } from './twin-reported.tsx';

export interface DeviceTwinProps {
  initial: Twin;
  offer: DownlinkOffer;
  /** What its type expects it to tell. */
  expected: Device['records'];
  mayUpdate: boolean;
}

export function DeviceTwin({ initial, offer, expected, mayUpdate }: DeviceTwinProps) {
  const t = useTranslations('devices.twin');
  const id = initial.deviceId;
  const { data, isFetching, refetch } = useQuery({
    queryKey: deviceKeys.twin(id),
    queryFn: ({ signal }) => readJson<Twin>(`/rows/devices/${id}/twin`, signal),
    initialData: initial,
  });
  useLiveDevices([id], [deviceKeys.twin(id)]);
  const editable = data.editable && mayUpdate;
  const device = data.reported.filter((entry) => entry.section === 'device');
  const other = data.reported.filter((entry) => entry.section === 'other');
  return (
    <div className="flex flex-col gap-4">
      {data.linked ? null : (
        <Banner
          kind="warn"
          title={t('notLinked')}
          action={
            <ButtonLink size="sm" href={`/manager/devices/${id}/flows`}>
              {t('toFlows')}
            </ButtonLink>
          }
        >
          {t('notLinkedText')}
        </Banner>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel
          title={t('reported')}
          note={t('reportedNote')}
          actions={
            <>
              {editable && data.reported.length > 0 ? <Clear deviceId={id} /> : null}
              <IconButton
                size="sm"
                label={t('refresh')}
                icon={<RefreshCw aria-hidden="true" className={isFetching ? 'animate-spin' : undefined} />}
                onClick={() => void refetch()}
              />
            </>
          }
        >
          <TwinReported title={t('other')} entries={other} empty={t('noneReported')} deviceId={id} />
          <TwinReported title={t('device')} entries={device} empty={t('noneDevice')} deviceId={id} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('desired')} note={t('desiredNote')}>
            <TwinDesired
              twin={data}
              offer={offer}
              known={knownNames(data.reported, expected)}
              mayUpdate={mayUpdate}
            />
          </Panel>
          <Panel title={t('observed')} note={t('observedNote')}>
            <TwinObserved observed={data.observed} />
          </Panel>
          <Panel title={t('metadata')} note={t('metadataNote')}>
            <TwinMetadata twin={data} editable={editable} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Clear({ deviceId }: { deviceId: string }) {
  const t = useTranslations('devices.twin');
  const act = useAct();
  return (
    <ConfirmDialog
      title={t('clearTitle')}
      confirmLabel={t('clear')}
      trigger={
        <Button size="sm" variant="quiet" icon={<Eraser aria-hidden="true" />}>
          {t('clear')}
        </Button>
      }
      onConfirm={async () => {
        const done = await act(clearMeasurements({ deviceId }), {
          done: t('cleared'),
          stale: [deviceKeys.twin(deviceId)],
          quiet: true,
        });
        return done.ok ? undefined : done.words;
      }}
    >
      {t('clearText')}
    </ConfirmDialog>
  );
}
