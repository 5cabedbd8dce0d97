'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import type { OfferedEncoder } from '#server/device-types/contract.ts';
import { createEncoder, updateEncoder } from '#server/encoders/actions.ts';
import { encoderCreateSchema, encoderUpdateSchema } from '#server/encoders/contract.ts';
import { linesOf, valuesOfLines } from './command-lines.ts';

interface EncoderFormProps {
  deviceTypeId: string;
  /** null: a new one. */
  encoder: OfferedEncoder | null;
  trigger: ReactElement;
}

interface TypedCommand {
  /** Of the row, while it is typed. */
  key: number;
  name: string;
  port: number | null;
  lines: string;
}

const EMPTY: Omit<TypedCommand, 'key'> = { name: '', port: null, lines: '' };

const valuesOf = (encoder: OfferedEncoder | null) => ({
  name: encoder?.name ?? '',
  description: encoder?.description ?? '',
  combines: encoder?.combines ?? false,
  commands: (
    encoder?.commands.map(({ name, port = null, values }) => ({ name, port, lines: linesOf(values) })) ?? [
      EMPTY,
    ]
  ).map((command, key) => ({ ...command, key })),
});

export function EncoderForm({ deviceTypeId, encoder, trigger }: EncoderFormProps) {
  const t = useTranslations('deviceTypes.encoder');
  const ui = useTranslations('ui');
  const { fields, refusal, pending, send } = useSend();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(() => valuesOf(encoder));
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const setCommand = (key: number, change: Partial<TypedCommand>) =>
    set({ commands: values.commands.map((one) => (one.key === key ? { ...one, ...change } : one)) });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      name: values.name,
      description: values.description,
      combines: values.combines,
      commands: values.commands.map(({ name, port, lines }) => ({
        name,
        ...(port === null ? {} : { port }),
        values: valuesOfLines(lines),
      })),
    };
    const how = { done: t('saved', { name: values.name.trim() }) };
    const done = encoder
      ? await send(encoderUpdateSchema, { id: encoder.id, ...input }, updateEncoder, how)
      : await send(encoderCreateSchema, { deviceTypeId, ...input }, createEncoder, how);
    if (done) setOpen(false);
  };
  const form = `encoder-${encoder?.id ?? 'new'}`;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setValues(valuesOf(encoder));
        setOpen(next);
      }}
      holdOpen
      title={encoder ? t('edit') : t('add')}
      description={encoder ? undefined : t('addText')}
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
        <DescriptionField
          label={t('description')}
          value={values.description}
          error={fields.description}
          onValueChange={(description) => set({ description })}
        />
        {values.commands.map((command, nth) => (
          <CommandFields
            key={command.key}
            command={command}
            number={nth + 1}
            error={(part) =>
              Object.entries(fields).find(([path]) => path.startsWith(`commands.${nth}.${part}`))?.[1]
            }
            onChange={(change) => setCommand(command.key, change)}
            onRemove={
              values.commands.length > 1
                ? () => set({ commands: values.commands.filter(({ key }) => key !== command.key) })
                : undefined
            }
          />
        ))}
        <Button
          className="w-fit"
          icon={<Plus aria-hidden="true" />}
          onClick={() =>
            set({
              commands: [
                ...values.commands,
                { ...EMPTY, key: Math.max(...values.commands.map(({ key }) => key)) + 1 },
              ],
            })
          }
        >
          {t('addCommand')}
        </Button>
        <Checkbox
          label={t('combines')}
          hint={t('combinesHint')}
          checked={values.combines}
          onCheckedChange={(combines) => set({ combines })}
        />
      </form>
    </Dialog>
  );
}

interface CommandFieldsProps {
  command: TypedCommand;
  number: number;
  error: (part: 'name' | 'port' | 'values') => string | undefined;
  onChange: (change: Partial<TypedCommand>) => void;
  onRemove: (() => void) | undefined;
}

function CommandFields({ command, number, error, onChange, onRemove }: CommandFieldsProps) {
  const t = useTranslations('deviceTypes.encoder');
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="px-1 font-medium text-sm">{t('commandNumber', { number })}</legend>
      <div className="flex items-end gap-2">
        <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-[minmax(0,1fr)_120px]">
          <TextField
            label={t('command')}
            maxLength={100}
            placeholder="interval"
            value={command.name}
            error={error('name')}
            onChange={(event) => onChange({ name: event.target.value })}
          />
          <NumberField
            label={t('port')}
            min={1}
            max={223}
            value={command.port}
            error={error('port')}
            onValueChange={(port) => onChange({ port })}
          />
        </div>
        {onRemove ? (
          <IconButton
            tooltip={false}
            icon={<X aria-hidden="true" />}
            label={t('removeCommand', { number })}
            onClick={onRemove}
          />
        ) : null}
      </div>
      <TextareaField
        label={t('values')}
        hint={t('valuesHint')}
        mono
        rows={3}
        placeholder={'5m = 3E06140000012CFE\n10m = 3E061400000258FE'}
        value={command.lines}
        error={error('values')}
        onChange={(event) => onChange({ lines: event.target.value })}
      />
    </fieldset>
  );
}
