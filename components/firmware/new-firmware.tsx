'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { LoraFields } from '#components/downlinks/instruction-fields.tsx';
import { useInstruction } from '#components/downlinks/use-instruction.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { IdCombobox } from '#components/ui/id-combobox.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { MAX_LORA_BYTES } from '#server/downlinks/contract.ts';
import { type FirmwareType, MAX_FIRMWARE_BYTES } from '#server/firmware/contract.ts';
import { sendFirmware } from './send-firmware.ts';

export interface NewFirmwareProps {
  types: FirmwareType[];
}

/** The + of the menu leads to the list with `?new`. */
export function NewFirmwareDialog({ types, byAddress }: NewFirmwareProps & { byAddress?: boolean }) {
  const t = useTranslations('firmware');
  const [params, change] = useUrlParams();
  const [inner, setInner] = useState(false);
  const open = byAddress ? params.has('new') : inner;
  const set = (next: boolean) => {
    if (byAddress) change((address) => (next ? address.set('new', '') : address.delete('new')));
    else setInner(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={set}
      holdOpen
      title={t('upload')}
      description={t('lead')}
      {...(byAddress
        ? {}
        : {
            trigger: (
              <Button variant="primary" icon={<Plus aria-hidden="true" />}>
                {t('upload')}
              </Button>
            ),
          })}
    >
      <FirmwareForm types={types} onStored={() => set(false)} />
    </Dialog>
  );
}

type Field = 'file' | 'type' | 'version';

/** Which of both a type takes is known once it is chosen; most take a file. */
const FILE_ALONE: FirmwareType['ways'] = { file: true, command: false };
const TARGET = { kind: 'lora', maxBytes: MAX_LORA_BYTES } as const;

function useFirmwareForm(types: FirmwareType[], onStored: () => void) {
  const t = useTranslations('firmware');
  const words = useRefusalWords();
  const router = useRouter();
  const instruction = useInstruction(TARGET);
  const [file, setFile] = useState<File | null>(null);
  const [type, setType] = useState<string | null>(null);
  const [version, setVersion] = useState('');
  const [notes, setNotes] = useState('');
  const [missing, setMissing] = useState<ReadonlySet<Field>>(new Set());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const ways = types.find(({ id }) => id === type)?.ways ?? FILE_ALONE;
  /** undefined: its fields say what is wrong. */
  const commandOf = () => {
    if (!ways.command || (file && instruction.values.payload.trim() === '')) return null;
    const method = instruction.read()?.method;
    return method?.type === 'lora' ? { port: method.port, payloadHex: method.payloadHex } : undefined;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lacks = new Set<Field>();
    const chosen = ways.file ? file : null;
    if (!chosen && !ways.command) lacks.add('file');
    if (!type) lacks.add('type');
    if (!version.trim()) lacks.add('version');
    const command = commandOf();
    setMissing(lacks);
    setRefusal(null);
    if (!type || lacks.size > 0 || command === undefined) return;
    setPending(true);
    const facts = { deviceTypeId: type, version: version.trim(), notes, command };
    const answer = await sendFirmware(facts, chosen);
    setPending(false);
    if (!answer.ok) return setRefusal(words(answer.error));
    toast({ title: t('stored', { version: version.trim() }) });
    onStored();
    router.push(`/manager/firmware/${answer.id}`);
    router.refresh();
  };
  const typed = { setFile, type, setType, version, setVersion, notes, setNotes };
  return { ...typed, ways, instruction, missing, refusal, pending, submit };
}

function FirmwareForm({ types, onStored }: NewFirmwareProps & { onStored: () => void }) {
  const t = useTranslations('firmware');
  const form = useFirmwareForm(types, onStored);
  const { ways, missing } = form;
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
      {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
      <IdCombobox
        label={t('deviceType')}
        hint={t('deviceTypeHint')}
        options={types.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.type}
        error={missing.has('type') ? t('noType') : undefined}
        onValueChange={form.setType}
      />
      <TextField
        label={t('version')}
        hint={t('versionHint')}
        mono
        maxLength={64}
        value={form.version}
        error={missing.has('version') ? t('noVersion') : undefined}
        onChange={(event) => form.setVersion(event.target.value)}
      />
      {ways.file ? (
        <TextField
          type="file"
          label={t('file')}
          optional={ways.command}
          hint={t('fileHint', { megabytes: MAX_FIRMWARE_BYTES / 1024 / 1024 })}
          error={missing.has('file') ? t('noFile') : undefined}
          inputClassName="h-auto! py-1.5 file:mr-3 file:rounded-md file:border file:border-line file:bg-panel file:px-2 file:py-1"
          onChange={(event) => form.setFile(event.target.files?.[0] ?? null)}
        />
      ) : null}
      {ways.command ? (
        <LoraFields
          form={form.instruction}
          most={MAX_LORA_BYTES}
          hint={t('commandHint', { most: MAX_LORA_BYTES })}
        />
      ) : null}
      <TextareaField
        label={t('notes')}
        optional
        maxLength={2000}
        value={form.notes}
        onChange={(event) => form.setNotes(event.target.value)}
      />
      <DialogFormFoot pending={form.pending}>{t('store')}</DialogFormFoot>
    </form>
  );
}
