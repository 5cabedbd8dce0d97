'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { setControls } from '#server/device-types/actions.ts';
import { CONTROL_KINDS, controlsSetSchema, type DeviceType } from '#server/device-types/contract.ts';
import { controlOf, NEW_CONTROL, type TypedControl, typedControls } from './control-lines.ts';

/** Stands in the choice for “none”: a command is not called so. */
const BY_SENML = '';

export function ControlsForm({ type, trigger }: { type: DeviceType; trigger: ReactElement }) {
  const t = useTranslations('deviceTypes.controls');
  const ui = useTranslations('ui');
  const { fields, refusal, pending, send } = useSend();
  const [open, setOpen] = useState(false);
  const [rows, setRows] = useState(() => typedControls(type.controls));
  const commands = [
    ...new Set(
      type.encoders.flatMap((encoder) =>
        encoder.kind === 'table' ? encoder.commands.map(({ name }) => name) : [],
      ),
    ),
  ];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { id: type.id, controls: rows.map(controlOf) };
    if (await send(controlsSetSchema, input, setControls, { done: t('saved') })) setOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setRows(typedControls(type.controls));
        setOpen(next);
      }}
      holdOpen
      title={t('title')}
      description={t('text')}
      trigger={trigger}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form="controls" pending={pending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="controls" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        {fields.controls ? <Banner kind="bad" title={fields.controls} /> : null}
        {rows.map((row, nth) => (
          <ControlFields
            key={row.key}
            row={row}
            number={nth + 1}
            commands={commands}
            error={(part) =>
              Object.entries(fields).find(([path]) => path.startsWith(`controls.${nth}.${part}`))?.[1]
            }
            onChange={(change) =>
              setRows((all) => all.map((one) => (one.key === row.key ? { ...one, ...change } : one)))
            }
            onRemove={() => setRows((all) => all.filter(({ key }) => key !== row.key))}
          />
        ))}
        <Button
          className="w-fit"
          icon={<Plus aria-hidden="true" />}
          onClick={() =>
            setRows((all) => [
              ...all,
              { ...NEW_CONTROL, key: Math.max(-1, ...all.map(({ key }) => key)) + 1 },
            ])
          }
        >
          {t('add')}
        </Button>
      </form>
    </Dialog>
  );
}

interface ControlFieldsProps {
  row: TypedControl;
  number: number;
  commands: readonly string[];
  error: (part: 'name' | 'choices' | 'min' | 'max' | 'unit') => string | undefined;
  onChange: (change: Partial<TypedControl>) => void;
  onRemove: () => void;
}

function ControlFields({ row, number, commands, error, onChange, onRemove }: ControlFieldsProps) {
  const t = useTranslations('deviceTypes.controls');
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="px-1 font-medium text-sm">{t('number', { number })}</legend>
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-2">
          <TextField
            label={t('name')}
            mono
            maxLength={100}
            placeholder="interval"
            value={row.name}
            error={error('name')}
            onChange={(event) => onChange({ name: event.target.value })}
          />
          <Select
            label={t('kind')}
            value={row.kind}
            options={CONTROL_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onValueChange={(kind) => onChange({ kind })}
          />
        </div>
        <IconButton
          tooltip={false}
          icon={<X aria-hidden="true" />}
          label={t('remove', { number })}
          onClick={onRemove}
        />
      </div>
      {row.kind === 'choice' ? (
        <TextField
          label={t('choices')}
          hint={t('choicesHint')}
          value={row.choices}
          error={error('choices')}
          onChange={(event) => onChange({ choices: event.target.value })}
        />
      ) : null}
      {row.kind === 'number' ? (
        <div className="grid gap-3 sm:grid-cols-3">
          <NumberField
            label={t('min')}
            value={row.min}
            error={error('min')}
            onValueChange={(min) => onChange({ min })}
          />
          <NumberField
            label={t('max')}
            value={row.max}
            error={error('max')}
            onValueChange={(max) => onChange({ max })}
          />
          <TextField
            label={t('unit')}
            optional
            maxLength={50}
            placeholder="s"
            value={row.unit}
            error={error('unit')}
            onChange={(event) => onChange({ unit: event.target.value })}
          />
        </div>
      ) : null}
      {commands.length > 0 ? (
        <Select
          label={t('sends')}
          value={row.command}
          options={[
            { value: BY_SENML, label: t('senml') },
            ...commands.map((name) => ({ value: name, label: t('command', { name }) })),
          ]}
          onValueChange={(command) => onChange({ command })}
        />
      ) : null}
    </fieldset>
  );
}
