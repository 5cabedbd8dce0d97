'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CheckboxGroup } from '#components/ui/checkbox-group.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { createDeviceType, updateDeviceType } from '#server/device-types/actions.ts';
import {
  type DeviceType,
  deviceTypeCreateSchema,
  deviceTypeUpdateSchema,
  NETWORKS,
  type Network,
} from '#server/device-types/contract.ts';

export interface TypeFormProps {
  /** null: a new one. */
  type: DeviceType | null;
  /** Decoders of the platform that a type may offer. */
  decoders: { id: string; name: string; description: string | null }[];
  trigger: ReactElement;
}

const MINUTE = 60;

export function TypeForm({ type, decoders, trigger }: TypeFormProps) {
  const t = useTranslations('deviceTypes');
  const ui = useTranslations('ui');
  const router = useRouter();
  const { fields, refusal, pending, send } = useSend();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(() => valuesOf(type));
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = inputOf(values);
    const how = { done: t('saved', { name: values.name.trim() }) };
    if (type) {
      const done = await send(deviceTypeUpdateSchema, { id: type.id, ...input }, updateDeviceType, how);
      if (done) setOpen(false);
      return;
    }
    const made = await send(deviceTypeCreateSchema, input, createDeviceType, how);
    if (made) router.push(`/creator/device-types/${made.value.id}`);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setValues(valuesOf(type));
        setOpen(next);
      }}
      holdOpen
      title={type ? t('edit') : t('add')}
      description={type ? undefined : t('addText')}
      trigger={trigger}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form="device-type" pending={pending}>
            {type ? t('save') : t('create')}
          </Button>
        </>
      }
    >
      <form id="device-type" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <NameField
          label={t('name')}
          value={values.name}
          error={fields.name}
          onValueChange={(name) => set({ name })}
        />
        <DescriptionField
          label={t('description')}
          value={values.description}
          error={fields.description}
          onValueChange={(description) => set({ description })}
        />
        <NetworkChoice values={values} set={set} error={fields.networks} />
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label={t('interval')}
            hint={t('intervalHint')}
            unit={t('minutes')}
            min={1}
            value={values.intervalMinutes}
            error={fields.expectedIntervalSeconds}
            onValueChange={(intervalMinutes) => set({ intervalMinutes })}
          />
          <TextField
            label={t('battery')}
            name="batteryChemistry"
            optional
            maxLength={50}
            placeholder="Li-SOCl2"
            value={values.battery}
            error={fields.batteryChemistry}
            onChange={(event) => set({ battery: event.target.value })}
          />
        </div>
        <TextField
          label={t('deviceNames')}
          hint={t('deviceNamesHint')}
          name="deviceNames"
          optional
          placeholder="coverOpen, pumpHours"
          value={values.deviceNames}
          error={fields.deviceNames}
          onChange={(event) => set({ deviceNames: event.target.value })}
        />
        <Checkbox
          label={t('keepsHistory')}
          hint={t('keepsHistoryHint')}
          checked={values.keepsHistory}
          onCheckedChange={(keepsHistory) => set({ keepsHistory })}
        />
        <DecoderChoice decoders={decoders} values={values} set={set} />
      </form>
    </Dialog>
  );
}

interface Values {
  name: string;
  description: string;
  networks: Network[];
  loraKeys: 'generated' | 'preset';
  intervalMinutes: number | null;
  battery: string;
  /** With commas between them. */
  deviceNames: string;
  keepsHistory: boolean;
  decoderIds: string[];
}

function valuesOf(type: DeviceType | null): Values {
  return {
    name: type?.name ?? '',
    description: type?.description ?? '',
    networks: type?.networks ?? ['lora'],
    loraKeys: type?.loraKeys ?? 'preset',
    intervalMinutes: type?.expectedIntervalSeconds ? type.expectedIntervalSeconds / MINUTE : null,
    battery: type?.batteryChemistry ?? '',
    deviceNames: type?.deviceNames.join(', ') ?? '',
    keepsHistory: type?.keepsHistory ?? true,
    decoderIds: type?.decoders.flatMap(({ id, kind }) => (kind === 'built-in' ? [id] : [])) ?? [],
  };
}

function inputOf({ intervalMinutes, loraKeys, battery, deviceNames, ...values }: Values) {
  return {
    ...values,
    loraKeys: values.networks.includes('lora') ? loraKeys : null,
    expectedIntervalSeconds: intervalMinutes === null ? null : Math.round(intervalMinutes * MINUTE),
    batteryChemistry: battery,
    deviceNames: deviceNames
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  };
}

interface PartProps {
  values: Values;
  set: (change: Partial<Values>) => void;
}

function NetworkChoice({ values, set, error }: PartProps & { error: string | undefined }) {
  const t = useTranslations('deviceTypes');
  const network = useTranslations('decoders.network');
  return (
    <>
      <CheckboxGroup
        label={t('networks')}
        hint={t('networksHint')}
        error={error}
        value={values.networks}
        onValueChange={(networks) => set({ networks })}
        options={NETWORKS.map((one) => ({ value: one, label: network(one), hint: t(`networkHint.${one}`) }))}
      />
      {values.networks.includes('lora') ? (
        <RadioGroup
          label={t('keys')}
          value={values.loraKeys}
          onValueChange={(loraKeys) => set({ loraKeys })}
          options={[
            { value: 'preset', label: t('preset') },
            { value: 'generated', label: t('generated') },
          ]}
        />
      ) : null}
    </>
  );
}

function DecoderChoice({ decoders, values, set }: PartProps & Pick<TypeFormProps, 'decoders'>) {
  const t = useTranslations('deviceTypes');
  return (
    <CheckboxGroup
      label={t('decoders')}
      hint={t('decodersHint')}
      options={decoders.map(({ id, name }) => ({ value: id, label: name }))}
      value={values.decoderIds}
      onValueChange={(decoderIds) => set({ decoderIds })}
    />
  );
}
