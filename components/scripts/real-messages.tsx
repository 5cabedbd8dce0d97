'use client';
import CircleAlert from 'lucide-react/icons/circle-alert';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Chip } from '#components/ui/chip.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import type { MessageSample } from '#server/uplinks/contract.ts';
import { type SampleFilter, useSamples } from './queries.ts';
import { SampleRow, sampleListClass } from './sample-row.tsx';
import type { Trial } from './use-trial.ts';

const ALL = 'all';
const NO_FILTER: SampleFilter = { device: null, fPort: null, failed: false };

export interface RealMessagesProps {
  trial: Trial;
  decoderId: string;
  deviceTypeIds: readonly string[];
}

/** Stored messages of the types that the script is for, by device, port and whether it failed on them. */
export function RealMessages({ trial, decoderId, deviceTypeIds }: RealMessagesProps) {
  const t = useTranslations('scripts.samples');
  const [filter, setFilter] = useState(NO_FILTER);
  const all = useSamples(deviceTypeIds, decoderId, NO_FILTER);
  const { data: samples = [], isPending, isFetching } = useSamples(deviceTypeIds, decoderId, filter);
  if (isPending) return <p className="text-dim text-sm">{t('loading')}</p>;
  if (samples.length === 0 && filter === NO_FILTER)
    return <p className="text-dim text-sm">{t('noMessages')}</p>;
  return (
    <>
      <Filters filter={filter} known={all.data ?? []} onChange={setFilter} />
      {samples.length === 0 ? (
        <p className="py-2 text-dim text-sm">{t('noneOfThem')}</p>
      ) : (
        <ul className={sampleListClass} aria-label={t('messages')} aria-busy={isFetching}>
          {samples.map((sample) => (
            <SampleRow
              key={sample.uplinkId}
              title={
                <>
                  <Time value={sample.receivedAt} look="clock" className="tabular-nums" /> ·{' '}
                  {sample.device.name}
                </>
              }
              hint={hintOf(sample, t)}
              error={sample.error}
              chosen={trial.from === 'real' && trial.uplinkId === sample.uplinkId}
              onChoose={() => void trial.runOn(sample.uplinkId, sample.device.name)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface FiltersProps {
  filter: SampleFilter;
  /** What devices and ports there are to choose from. */
  known: readonly MessageSample[];
  onChange: (filter: SampleFilter) => void;
}

function Filters({ filter, known, onChange }: FiltersProps) {
  const t = useTranslations('scripts.samples');
  const devices = new Map(known.map(({ device }) => [device.id, device.name]));
  if (filter.device) devices.set(filter.device.id, filter.device.name);
  const ports = new Set(known.flatMap(({ fPort }) => fPort ?? []));
  if (filter.fPort !== null) ports.add(filter.fPort);
  return (
    <div className="mb-2 flex flex-wrap items-center gap-1.5">
      <Select
        label={t('device')}
        hideLabel
        className="min-w-32 flex-1 basis-32"
        options={[
          { value: ALL, label: t('allDevices') },
          ...[...devices]
            .map(([value, label]) => ({ value, label }))
            .toSorted((a, b) => a.label.localeCompare(b.label)),
        ]}
        value={filter.device?.id ?? ALL}
        onValueChange={(id) =>
          onChange({ ...filter, device: id === ALL ? null : { id, name: devices.get(id) ?? '' } })
        }
      />
      <Select
        label={t('port')}
        hideLabel
        className="basis-28"
        options={[
          { value: ALL, label: t('allPorts') },
          ...[...ports]
            .toSorted((a, b) => a - b)
            .map((port) => ({ value: String(port), label: `FPort ${port}` })),
        ]}
        value={filter.fPort === null ? ALL : String(filter.fPort)}
        onValueChange={(port) => onChange({ ...filter, fPort: port === ALL ? null : Number(port) })}
      />
      <Chip
        active={filter.failed}
        aria-pressed={filter.failed}
        icon={<CircleAlert aria-hidden="true" />}
        onClick={() => onChange({ ...filter, failed: !filter.failed })}
      >
        {t('onlyFailed')}
      </Chip>
    </div>
  );
}

function hintOf(
  { kind, fPort, frmPayload }: MessageSample,
  t: ReturnType<typeof useTranslations<'scripts.samples'>>,
): string {
  if (kind === 'lora.location') return t('location');
  if (kind === 'digitalmatter.record') return t('trackerRecord');
  if (kind === 'http.senml' || kind === 'mqtt.senml') return t('ownPack');
  return `${fPort === null ? t('port0') : `FPort ${fPort}`} · ${frmPayload || '–'}`;
}
