'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { MODEL_NAMES, SITE_NAMES } from '#server/lora-simulator/contract.ts';
import {
  GATEWAYS_AT,
  LONGEST_INTERVAL_SECONDS,
  OFFERED_BEHAVIOURS,
  SHORTEST_INTERVAL_SECONDS,
  type Simulation,
  simulationSettingsSchema,
} from '#server/lora-simulator/simulation-contract.ts';
import { useSimulate } from './use-simulation.ts';

interface SimulationDialogProps {
  device: { id: string; name: string };
  simulation: Simulation;
  trigger: ReactElement;
}

export function SimulationDialog({ device, simulation, trigger }: SimulationDialogProps) {
  const t = useTranslations('simulator.lora');
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const ui = useTranslations('ui');
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      title={t('dialogTitle', { name: device.name })}
      description={t('dialogText')}
      trigger={trigger}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button type="submit" form="lora-simulation" name="how" value="once" disabled={pending}>
            {t('sendOnce')}
          </Button>
          <Button variant="primary" type="submit" form="lora-simulation" pending={pending}>
            {t('start')}
          </Button>
        </>
      }
    >
      <SimulationForm
        device={device}
        simulation={simulation}
        setPending={setPending}
        onDone={() => setOpen(false)}
      />
    </Dialog>
  );
}

interface FormProps extends Omit<SimulationDialogProps, 'trigger'> {
  setPending: (pending: boolean) => void;
  onDone: () => void;
}

type Settings = Simulation['settings'];
type Values = Omit<Settings, 'behaviour' | 'intervalSeconds' | 'ownPayload'> & {
  behaviour: (typeof OFFERED_BEHAVIOURS)[number];
  intervalSeconds: number | null;
  fPort: number | null;
  payload: string;
};

function valuesOf({ settings: { ownPayload, ...rest } }: Simulation): Values {
  const behaviour = OFFERED_BEHAVIOURS.find((one) => one === rest.behaviour) ?? 'healthy';
  return { ...rest, behaviour, fPort: ownPayload?.fPort ?? 1, payload: ownPayload?.payload ?? '' };
}

const settingsOf = ({ fPort, payload, ...rest }: Values) =>
  rest.model === 'own-payload' ? { ...rest, ownPayload: { fPort, payload } } : rest;

function SimulationForm({ device, simulation, setPending, onDone }: FormProps) {
  const t = useTranslations('simulator.lora');
  const parse = useParse();
  const { start } = useSimulate(device);
  const [values, setValues] = useState(() => valuesOf(simulation));
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const parsed = parse(simulationSettingsSchema, settingsOf(values));
    setFields(parsed.ok ? {} : parsed.fields);
    if (!parsed.ok) return;
    setPending(true);
    const words = await start(parsed.value, pressed?.value !== 'once');
    setPending(false);
    setRefusal(words);
    if (words === undefined) onDone();
  };
  const isOwn = values.model === 'own-payload';
  const gateways = GATEWAYS_AT[values.site];
  return (
    <form id="lora-simulation" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <Select
        label={t('model')}
        options={MODEL_NAMES.map((value) => ({
          value,
          label: t(`models.${value}`),
          hint: t(`modelHints.${value}`),
        }))}
        value={values.model}
        onValueChange={(model) => set({ model })}
      />
      {isOwn ? (
        <div className="grid gap-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
          <NumberField
            label={t('port')}
            min={1}
            max={223}
            value={values.fPort}
            error={fields['ownPayload.fPort']}
            onValueChange={(fPort) => set({ fPort })}
          />
          <TextField
            label={t('payload')}
            hint={t('payloadHint')}
            mono
            maxLength={400}
            value={values.payload}
            error={fields['ownPayload.payload'] && t('payloadWrong')}
            onChange={(event) => set({ payload: event.target.value })}
          />
        </div>
      ) : null}
      <Select
        label={t('behaviour')}
        options={OFFERED_BEHAVIOURS.map((value) => ({
          value,
          label: t(`behaviours.${value}`),
          hint: t(`behaviourHints.${value}`),
        }))}
        value={values.behaviour}
        error={fields.behaviour}
        onValueChange={(behaviour) => set({ behaviour })}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <NumberField
          label={t('interval')}
          unit="s"
          min={SHORTEST_INTERVAL_SECONDS}
          max={LONGEST_INTERVAL_SECONDS}
          step={10}
          value={values.intervalSeconds}
          error={fields.intervalSeconds}
          onValueChange={(intervalSeconds) => set({ intervalSeconds })}
        />
        <Select
          label={t('site')}
          options={SITE_NAMES.map((value) => ({ value, label: t(`sites.${value}`) }))}
          value={values.site}
          onValueChange={(site) => set({ site, gateways: Math.min(values.gateways, GATEWAYS_AT[site]) })}
        />
        <NumberField
          label={t('gateways')}
          min={1}
          max={gateways}
          value={values.gateways}
          error={fields.gateways}
          onValueChange={(count) => set({ gateways: count ?? 1 })}
        />
      </div>
    </form>
  );
}
