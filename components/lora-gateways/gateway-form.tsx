'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { WorldMap } from '#components/ui/map/world-map.tsx';
import { NameField } from '#components/ui/name-fields.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { createGateway, updateGateway } from '#server/lora-gateways/actions.ts';
import {
  gatewayCreateSchema,
  gatewayUpdateSchema,
  type LoraGateway,
} from '#server/lora-gateways/contract.ts';

const DEGREES = { maximumFractionDigits: 7 };

interface GatewayFormProps {
  /** null: a new one. */
  gateway: LoraGateway | null;
  trigger: ReactElement;
}

const valuesOf = (gateway: LoraGateway | null) => ({
  gatewayId: gateway?.gatewayId ?? '',
  name: gateway?.name ?? '',
  latitude: gateway?.latitude ?? null,
  longitude: gateway?.longitude ?? null,
  radius: gateway?.radius ?? null,
});

export function GatewayForm({ gateway, trigger }: GatewayFormProps) {
  const t = useTranslations('lora.gateways');
  const ui = useTranslations('ui');
  const { fields, refusal, pending, send } = useSend();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(() => valuesOf(gateway));
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // What is missing the contract says.
    const input = values as typeof values & { latitude: number; longitude: number };
    const how = { done: t('saved', { name: values.name.trim() }) };
    const done = gateway
      ? await send(gatewayUpdateSchema, { id: gateway.id, ...input }, updateGateway, how)
      : await send(gatewayCreateSchema, input, createGateway, how);
    if (done) setOpen(false);
  };
  const form = `gateway-${gateway?.id ?? 'new'}`;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setValues(valuesOf(gateway));
        setOpen(next);
      }}
      holdOpen
      title={gateway ? t('edit') : t('add')}
      description={gateway ? undefined : t('addText')}
      trigger={trigger}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form={form} pending={pending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <NameField
          label={t('name')}
          value={values.name}
          error={fields.name}
          onValueChange={(name) => set({ name })}
        />
        <TextField
          label={t('gatewayId')}
          hint={t('gatewayIdHint')}
          name="gatewayId"
          mono
          maxLength={64}
          value={values.gatewayId}
          error={fields.gatewayId}
          onChange={(event) => set({ gatewayId: event.target.value })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label={t('latitude')}
            unit="°"
            min={-90}
            max={90}
            step={0.001}
            format={DEGREES}
            value={values.latitude}
            error={fields.latitude}
            onValueChange={(latitude) => set({ latitude })}
          />
          <NumberField
            label={t('longitude')}
            unit="°"
            min={-180}
            max={180}
            step={0.001}
            format={DEGREES}
            value={values.longitude}
            error={fields.longitude}
            onValueChange={(longitude) => set({ longitude })}
          />
        </div>
        <WorldMap
          label={t('map')}
          className="h-48"
          markers={
            values.latitude === null || values.longitude === null
              ? []
              : [
                  {
                    id: 'gateway',
                    label: values.name,
                    latitude: values.latitude,
                    longitude: values.longitude,
                  },
                ]
          }
          onPick={set}
        />
        <NumberField
          label={t('radius')}
          hint={t('radiusHint')}
          unit="m"
          min={1}
          value={values.radius}
          error={fields.radius}
          onValueChange={(radius) => set({ radius })}
        />
      </form>
    </Dialog>
  );
}
