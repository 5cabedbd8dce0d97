'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Control } from '#server/device-types/contract.ts';
import { controlMisfit } from '#server/device-types/control-rules.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';
import { setDesired } from '#server/twins/actions.ts';
import { type DesiredEntry, desiredSetSchema, MAX_RESENDS } from '#server/twins/twin-contract.ts';
import {
  type KnownName,
  NEW_WISH,
  WISH_KINDS,
  type WishValues,
  wishedValue,
  wishValues,
} from './desired-values.ts';
import { deviceKeys } from './queries.ts';

interface DesiredFormProps {
  deviceId: string;
  /** null: one that is new. */
  wish: DesiredEntry | null;
  known: readonly KnownName[];
  taken: readonly string[];
  /** What its type lets it be asked to be. */
  controls: readonly Control[];
  onDone: () => void;
}

/** One wish: its name, its value, and whether it is sent again where the device drifts from it. */
export function DesiredForm(props: DesiredFormProps) {
  const { wish, known, controls, onDone } = props;
  const t = useTranslations('devices.desired.form');
  const ui = useTranslations('ui');
  const list = useId();
  const { values, set, fields, pending, submit } = useDesiredForm(props);
  const unit = unitOf(props, values.name);
  const control = controls.find(({ name }) => name === values.name);
  const rename = (name: string) => {
    const control = controls.find((one) => one.name === name);
    const found = known.find((one) => one.name === name);
    if (control) set({ name, kind: kindOf(control), text: control.choices?.[0] ?? '' });
    else set({ name, ...(found ? { kind: found.kind } : {}) });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={t(wish ? 'editing' : 'adding')}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
      className="flex flex-col gap-3 rounded-lg border border-line bg-sunk p-3"
    >
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <TextField
          label={t('name')}
          mono
          list={list}
          autoFocus={!wish}
          disabled={wish !== null}
          maxLength={100}
          placeholder="interval"
          value={values.name}
          error={fields.name}
          onChange={(event) => rename(event.target.value)}
        />
        <datalist id={list}>
          {[...new Set([...controls, ...known].map(({ name }) => name))].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Select
          label={t('kind')}
          disabled={control !== undefined}
          value={values.kind}
          options={WISH_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onValueChange={(kind) => set({ kind })}
        />
      </div>
      <ValueField
        values={values}
        set={set}
        error={fields.value}
        unit={control?.unit ?? unit}
        choices={control?.choices}
        hint={control && boundsOf(control)}
        autoFocus={wish !== null}
      />
      {control?.command ? null : <ResendFields values={values} set={set} fields={fields} />}
      {fields.form ? (
        <p role="alert" className="text-bad text-sm">
          {fields.form}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          {ui('cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" pending={pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

/** As the wish had it, else as the device tells it or its type expects it. */
const unitOf = ({ wish, known }: Pick<DesiredFormProps, 'wish' | 'known'>, name: string): string | null =>
  wish?.unit ?? known.find((one) => one.name === name)?.unit ?? null;

const kindOf = ({ kind }: Control): WishValues['kind'] => (kind === 'choice' ? 'text' : kind);

const boundsOf = ({ min, max }: Control): string | undefined =>
  min === undefined && max === undefined ? undefined : `${min ?? '…'} – ${max ?? '…'}`;

interface PartProps {
  values: WishValues;
  set: (some: Partial<WishValues>) => void;
}

function ValueField({
  values: { kind, text, yes },
  set,
  error,
  unit,
  choices,
  hint,
  autoFocus,
}: PartProps & {
  error: string | undefined;
  unit: string | null | undefined;
  choices: readonly string[] | undefined;
  hint: string | undefined;
  autoFocus: boolean;
}) {
  const t = useTranslations('devices.desired.form');
  if (kind === 'boolean')
    return (
      <Select
        label={t('value')}
        value={yes ? 'true' : 'false'}
        options={(['true', 'false'] as const).map((value) => ({ value, label: value }))}
        onValueChange={(value) => set({ yes: value === 'true' })}
      />
    );
  if (choices)
    return (
      <Select
        label={t('value')}
        value={text}
        options={choices.map((value) => ({ value, label: value }))}
        onValueChange={(chosen) => set({ text: chosen })}
      />
    );
  return (
    <TextField
      label={t('value')}
      hint={hint}
      autoFocus={autoFocus}
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      maxLength={1000}
      value={text}
      error={error}
      trail={unit && kind === 'number' ? <span className="pr-1">{unitShown(unit)}</span> : undefined}
      onChange={(event) => set({ text: event.target.value })}
    />
  );
}

function ResendFields({ values, set, fields }: PartProps & { fields: FieldWords }) {
  const t = useTranslations('devices.desired.form');
  return (
    <>
      <Checkbox
        label={t('resends')}
        hint={t('resendsHint')}
        checked={values.resends}
        onCheckedChange={(resends) => set({ resends })}
      />
      {values.resends ? (
        <div className="grid grid-cols-2 items-start gap-3">
          <NumberField
            label={t('most')}
            min={1}
            max={MAX_RESENDS}
            value={values.most}
            error={fields['resend.most']}
            onValueChange={(most) => set({ most })}
          />
          <NumberField
            label={t('pause')}
            min={1}
            unit="min"
            value={values.pauseMinutes}
            error={fields['resend.pauseMinutes']}
            onValueChange={(pauseMinutes) => set({ pauseMinutes })}
          />
        </div>
      ) : null}
    </>
  );
}

function useDesiredForm({ deviceId, wish, known, taken, controls, onDone }: DesiredFormProps) {
  const t = useTranslations('devices.desired.form');
  const act = useAct();
  const parse = useParse();
  const [values, setValues] = useState<WishValues>(wish ? wishValues(wish) : NEW_WISH);
  const [fields, setFields] = useState<FieldWords>({});
  const [pending, setPending] = useState(false);
  const set = (some: Partial<WishValues>) => setValues((held) => ({ ...held, ...some }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = values.name.trim();
    const value = wishedValue(values);
    if (name === '') return setFields({ name: t('nameMissing') });
    if (!wish && taken.includes(name)) return setFields({ name: t('taken') });
    if (value === null) return setFields({ value: t('noNumber') });
    const { resends, most, pauseMinutes } = values;
    const control = controls.find((one) => one.name === name);
    const misfit = controlMisfit(controls, name, value);
    if (misfit) return setFields({ value: misfit });
    const unit = typeof value === 'number' ? (control?.unit ?? unitOf({ wish, known }, name)) : null;
    const parsed = parse(desiredSetSchema, {
      deviceId,
      desired: { [name]: value },
      ...(unit ? { units: { [name]: unit } } : {}),
      replaces: { [name]: wish?.downlinkId ?? null },
      resend: resends && !control?.command ? { most, pauseMinutes } : null,
    });
    if (!parsed.ok) return setFields({ name: parsed.fields.desired, ...parsed.fields });
    setPending(true);
    const stale = [deviceKeys.twin(deviceId)];
    const done = await act(setDesired(parsed.value), { done: t('done', { name }), stale, quiet: true });
    setPending(false);
    if (done.ok) onDone();
    else setFields({ form: done.words });
  };
  return { values, set, fields, pending, submit };
}
