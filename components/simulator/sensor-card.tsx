'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';
import type { Reading } from './send-pack.ts';
import type { SensorControl } from './use-sensor.ts';

export function SensorCard({ control }: { control: SensorControl }) {
  const t = useTranslations('simulator');
  const { sensor, on, byHand, trouble, readings } = control;
  return (
    <div className="flex flex-col gap-2">
      <Switch
        checked={on}
        onCheckedChange={control.toggle}
        label={t(`sensor.${sensor.id}.name`)}
        hint={t(`sensor.${sensor.id}.hint`)}
      />
      {on ? (
        <div className="flex flex-col gap-2 pl-[42px]">
          {trouble ? <p className="text-sm text-warn">{t(`trouble.${trouble}`)}</p> : null}
          {byHand ? (
            <div className="grid gap-2 sm:grid-cols-2">
              {sensor.manual.map(({ n, u, step, min, max }) => (
                <NumberField
                  key={n}
                  label={n}
                  unit={unitShown(u)}
                  step={step}
                  min={min}
                  max={max}
                  format={{ maximumFractionDigits: 6, useGrouping: false }}
                  value={control.manual[n] ?? null}
                  onValueChange={(value) => value !== null && control.setManual(n, value)}
                />
              ))}
            </div>
          ) : (
            <ReadingList readings={readings} />
          )}
          <Button size="sm" variant="quiet" className="self-start" onClick={() => control.setByHand(!byHand)}>
            {byHand ? t('measure') : t('byHand')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

export function ReadingList({ readings }: { readings: readonly Reading[] }) {
  const t = useTranslations('simulator');
  if (readings.length === 0) return <p className="text-faint text-sm">{t('waiting')}</p>;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
      {readings.map(({ n, u, v, vs, vb }) => (
        <div key={n} className="contents">
          <dt className="text-dim">{n}</dt>
          <dd className="mono text-right">
            {v ?? vs ?? String(vb)} <span className="text-faint">{unitShown(u)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
