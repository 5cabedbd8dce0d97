'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { updateDevice } from '#server/devices/actions.ts';
import { type Device, deviceUpdateSchema } from '#server/devices/contract.ts';
import { type Coordinates, LocationFields } from './location-fields.tsx';
import { deviceKeys } from './queries.ts';

const PARTS = ['latitude', 'longitude', 'altitude'] as const;

const coordinatesOf = ({ location }: Pick<Device, 'location'>): Coordinates =>
  location ?? { latitude: null, longitude: null, altitude: null };

/** Nothing at all is no place; what is half is left to the contract, which says what is missing. */
const locationOf = (given: Coordinates) =>
  PARTS.every((part) => given[part] === null)
    ? null
    : (given as { latitude: number; longitude: number; altitude: number | null });

const valuesOf = (device: Device) => ({
  name: device.name,
  description: device.description ?? '',
  barcode: device.barcode ?? '',
  tags: device.tags.join(', '),
  location: coordinatesOf(device),
});
type Values = ReturnType<typeof valuesOf>;

/** What was typed and is not so yet: where it is as `there` has it, it is typed no more. */
const openOf = (typed: Partial<Values>, there: Values): Partial<Values> =>
  Object.fromEntries(
    Object.entries(typed).filter(
      ([name, value]) => JSON.stringify(there[name as keyof Values]) !== JSON.stringify(value),
    ),
  );

/**
 * What was typed stands until the device has it: also while an answer is awaited, and when somebody else changes another
 * field. What was taken over the device has as the server writes it; only what was typed since then stands.
 */
function useTyped(device: Device) {
  const [typed, setTyped] = useState<Partial<Values>>({});
  const there = JSON.stringify([device.modifiedAt, valuesOf(device)]);
  useEffect(() => {
    const [, known] = JSON.parse(there) as [string, Values];
    setTyped((before) => openOf(before, known));
  }, [there]);
  return {
    values: { ...valuesOf(device), ...typed },
    set: (change: Partial<Values>) => setTyped((before) => ({ ...before, ...change })),
    taken: (sent: Values) => setTyped((before) => openOf(before, sent)),
  };
}

export function DeviceForm({ device, mayUpdate }: { device: Device; mayUpdate: boolean }) {
  const t = useTranslations('devices.configuration');
  const { values, set, taken } = useTyped(device);
  const { fields, refusal, pending, send } = useSend();
  const tags = values.tags.split(',').flatMap((tag) => tag.trim() || []);
  const changed =
    values.name !== device.name ||
    values.description !== (device.description ?? '') ||
    values.barcode !== (device.barcode ?? '') ||
    tags.join(',') !== device.tags.join(',') ||
    PARTS.some((part) => values.location[part] !== coordinatesOf(device)[part]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      id: device.id,
      name: values.name,
      description: values.description,
      barcode: values.barcode,
      tags,
      location: locationOf(values.location),
    };
    const done = t('saved', { name: values.name.trim() });
    const saved = await send(deviceUpdateSchema, input, updateDevice, { done, stale: [deviceKeys.all] });
    if (saved) taken(values);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <NameField
        label={t('name')}
        disabled={!mayUpdate}
        value={values.name}
        error={fields.name}
        onValueChange={(name) => set({ name })}
      />
      <DescriptionField
        label={t('description')}
        disabled={!mayUpdate}
        value={values.description}
        error={fields.description}
        onValueChange={(description) => set({ description })}
      />
      <TextField
        label={t('barcode')}
        name="barcode"
        optional
        mono
        maxLength={100}
        disabled={!mayUpdate}
        value={values.barcode}
        error={fields.barcode}
        onChange={(event) => set({ barcode: event.target.value })}
      />
      <TextField
        label={t('tags')}
        name="tags"
        optional
        hint={t('tagsHint')}
        disabled={!mayUpdate}
        value={values.tags}
        error={fields.tags ?? Object.entries(fields).find(([path]) => path.startsWith('tags.'))?.[1]}
        onChange={(event) => set({ tags: event.target.value })}
      />
      <LocationFields
        name={device.name}
        value={values.location}
        fields={fields}
        disabled={!mayUpdate}
        onValueChange={(location) => set({ location })}
      />
      {mayUpdate ? (
        <Button type="submit" variant="primary" className="self-start" disabled={!changed} pending={pending}>
          {t('save')}
        </Button>
      ) : (
        <p className="text-faint text-sm">{t('readOnly')}</p>
      )}
    </form>
  );
}
