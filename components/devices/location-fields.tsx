'use client';
import { useTranslations } from 'next-intl';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { Button } from '#components/ui/button.tsx';
import { WorldMap } from '#components/ui/map/world-map.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import type { Location } from '#server/devices/contract.ts';

export type Coordinates = { [Name in keyof Location]: number | null };

const NOWHERE: Coordinates = { latitude: null, longitude: null, altitude: null };
const degrees = { maximumFractionDigits: 7 };

interface LocationFieldsProps {
  name: string;
  value: Coordinates;
  onValueChange: (value: Coordinates) => void;
  fields: FieldWords;
  disabled: boolean;
}

/** Where a device was put: typed, or pressed on the map. */
export function LocationFields({ name, value, onValueChange, fields, disabled }: LocationFieldsProps) {
  const t = useTranslations('devices.configuration.location');
  const { latitude, longitude } = value;
  const isKnown = latitude !== null && longitude !== null;
  const set = (change: Partial<Coordinates>) => onValueChange({ ...value, ...change });
  const field = (of: keyof Coordinates, bounds: { min: number; max: number; step: number }) => (
    <NumberField
      label={t(of)}
      name={of}
      optional={of === 'altitude'}
      unit={of === 'altitude' ? 'm' : '°'}
      format={of === 'altitude' ? { maximumFractionDigits: 1 } : degrees}
      disabled={disabled}
      value={value[of]}
      error={fields[`location.${of}`]}
      onValueChange={(number) => set({ [of]: number })}
      {...bounds}
    />
  );
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-medium text-sm">{t('title')}</legend>
      <p className="text-dim text-sm">{t('text')}</p>
      <div className="grid gap-4 sm:grid-cols-3">
        {field('latitude', { min: -90, max: 90, step: 0.001 })}
        {field('longitude', { min: -180, max: 180, step: 0.001 })}
        {field('altitude', { min: -12_000, max: 100_000, step: 1 })}
      </div>
      {disabled && !isKnown ? null : (
        <WorldMap
          label={t('map')}
          className="h-56"
          markers={isKnown ? [{ id: 'device', label: name, latitude, longitude }] : []}
          onPick={disabled ? undefined : set}
        />
      )}
      {disabled || Object.values(value).every((one) => one === null) ? null : (
        <Button size="sm" className="self-start" onClick={() => onValueChange(NOWHERE)}>
          {t('clear')}
        </Button>
      )}
    </fieldset>
  );
}
