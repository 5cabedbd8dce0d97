'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import { offerFirmware } from '#server/firmware/actions.ts';
import type { DeviceFirmware as Facts } from '#server/firmware/contract.ts';
import { FirmwareStatusPill } from './firmware-status.tsx';
import { firmwareKeys } from './queries.ts';

/** The card of a device: what it runs as far as it told, what it was given, and a version for it. */
export function DeviceFirmware({ deviceId, mayAssign }: { deviceId: string; mayAssign: boolean }) {
  const t = useTranslations('firmware');
  const { data } = useQuery({
    queryKey: firmwareKeys.device(deviceId),
    queryFn: ({ signal }) => readJson<Facts>(`/rows/devices/${deviceId}/firmware`, signal),
    refetchInterval: 10_000,
  });
  if (!data) return null;
  return (
    <Panel title={t('card.title')}>
      <div className="flex flex-col gap-3">
        <p className="text-sm">
          <span className="text-faint">{t('card.reports')}</span>{' '}
          {data.reported ? (
            <span className="mono font-medium">{data.reported.version}</span>
          ) : (
            <span className="text-dim">{t('card.unknown')}</span>
          )}
        </p>
        {data.assignments.length === 0 ? (
          <p className="text-dim text-sm">{t('card.none')}</p>
        ) : (
          <ul className="flex flex-col divide-y divide-line-soft">
            {data.assignments.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sm">
                <Link
                  href={`/manager/firmware/${one.version.id}`}
                  className="mono rounded-sm font-medium hover:text-accent hover:underline"
                >
                  {one.version.version}
                </Link>
                <FirmwareStatusPill of={one} />
                <span className="ml-auto text-faint">
                  <Time value={one.statusAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {mayAssign ? <AssignOne deviceId={deviceId} facts={data} /> : null}
      </div>
    </Panel>
  );
}

function AssignOne({ deviceId, facts }: { deviceId: string; facts: Facts }) {
  const t = useTranslations('firmware');
  const act = useAct();
  const { versions } = facts;
  const [last] = facts.assignments;
  // What did not get there is offered to be tried once more.
  const [asked, setChosen] = useState<string | null>(null);
  const chosen = asked ?? (last?.status === 'failed' ? last.version.id : null);
  const [pending, setPending] = useState(false);
  if (versions.length === 0) return <p className="text-faint text-sm">{t('noVersions')}</p>;
  const run = async () => {
    if (!chosen) return;
    setPending(true);
    await act(offerFirmware({ firmwareVersionId: chosen, deviceId }), {
      done: t('assigned'),
      stale: [firmwareKeys.all],
    });
    setPending(false);
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        className="min-w-40 flex-1"
        label={t('card.assign')}
        value={chosen}
        options={versions.map(({ id, version }) => ({ value: id, label: version }))}
        onValueChange={setChosen}
      />
      <Button pending={pending} disabled={chosen === null} onClick={() => void run()}>
        {t(last?.status === 'failed' && chosen === last.version.id ? 'again' : 'doAssign')}
      </Button>
    </div>
  );
}
