'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { CheckboxGroup } from '#components/ui/checkbox-group.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { setMerger } from '#server/destinations/actions.ts';
import { type Destination, destinationMergerSchema } from '#server/destinations/contract.ts';
import {
  MERGER_TTL,
  type Merger,
  type MergerChoices,
  orphanStrategies,
} from '#server/destinations/merger-contract.ts';
import { useCodeWords } from './destination-state.tsx';
import { MergerPreview } from './merger-preview.tsx';
import { destinationKeys } from './queries.ts';

export interface MergerFormProps {
  destination: Pick<Destination, 'id' | 'name' | 'merger'>;
  choices: MergerChoices;
  mayUpdate: boolean;
}

type Values = Omit<Merger, 'ttl'> & { ttl: number | null };

const START: Values = { merge: false, decoderIds: [], ttl: MERGER_TTL.default, orphanStrategy: 'FORWARD' };

/** Which packs of a device wait for each other here, and beside it what that means for what comes here. */
export function MergerForm({ destination, choices, mayUpdate }: MergerFormProps) {
  const t = useTranslations('destinations.merger');
  const known = new Set(choices.decoders.map(({ id }) => id));
  const stored = destination.merger ?? START;
  // Decoders that are deleted since have nobody to wait for.
  const kept = stored.decoderIds.filter((id) => known.has(id));
  const [values, setValues] = useState<Values>({ ...stored, decoderIds: kept });
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const { save, fields, refusal, pending } = useSave(destination);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(values);
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_420px]">
      <form onSubmit={submit} noValidate className="flex min-w-0 flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <Panel title={t('title')}>
          <fieldset disabled={!mayUpdate} className="flex flex-col gap-5">
            <p className="max-w-prose text-dim text-sm">{t('lead')}</p>
            <Switch
              label={t('merge')}
              checked={values.merge}
              disabled={!mayUpdate}
              onCheckedChange={(merge) => set({ merge })}
            />
            {values.merge ? <Settings values={values} set={set} fields={fields} choices={choices} /> : null}
          </fieldset>
        </Panel>
        {mayUpdate ? (
          <div className="flex justify-end">
            <Button type="submit" variant="primary" pending={pending}>
              {t('save')}
            </Button>
          </div>
        ) : null}
      </form>
      <div className="lg:sticky lg:top-16">
        <MergerPreview values={values} choices={choices} />
      </div>
    </div>
  );
}

interface SettingsProps {
  values: Values;
  set: (change: Partial<Values>) => void;
  fields: FieldWords;
  choices: MergerChoices;
}

function Settings({ values, set, fields, choices: { decoders } }: SettingsProps) {
  const t = useTranslations('destinations.merger');
  return (
    <>
      {decoders.length === 0 ? (
        <Banner kind="info" title={t('noDecoders')} />
      ) : (
        <CheckboxGroup
          label={t('decoders')}
          hint={t('decodersHint')}
          error={fields.decoderIds}
          options={decoders.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.decoderIds}
          onValueChange={(decoderIds) => set({ decoderIds })}
        />
      )}
      <NumberField
        label={t('ttl')}
        hint={t('ttlHint')}
        unit={t('seconds')}
        className="max-w-60"
        min={MERGER_TTL.min}
        max={MERGER_TTL.max}
        error={fields.ttl}
        value={values.ttl}
        onValueChange={(ttl) => set({ ttl })}
      />
      <RadioGroup
        label={t('orphans')}
        look="cards"
        options={orphanStrategies.map((value) => ({
          value,
          label: t(`orphan.${value}`),
          hint: t(`orphanHint.${value}`),
        }))}
        value={values.orphanStrategy}
        onValueChange={(orphanStrategy) => set({ orphanStrategy })}
      />
    </>
  );
}

function useSave({ id, name }: Pick<Destination, 'id' | 'name'>) {
  const t = useTranslations('destinations.merger');
  const act = useAct();
  const parse = useParse();
  const codeWords = useCodeWords();
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  async function save(values: Values): Promise<void> {
    setRefusal(undefined);
    const parsed = parse(destinationMergerSchema, { id, ...values });
    const told = parsed.ok ? {} : parsed.fields;
    setFields(
      Object.fromEntries(Object.entries(told).map(([field, words]) => [field, words && codeWords(words)])),
    );
    if (!parsed.ok) return;
    setPending(true);
    const acted = await act(setMerger(parsed.value), {
      done: t(values.merge ? 'savedOn' : 'savedOff', { name }),
      stale: [destinationKeys.all, ['flows']],
      quiet: true,
    });
    setPending(false);
    if (!acted.ok) setRefusal(acted.words);
  }
  return { save, fields, refusal, pending };
}
