'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { IdCombobox } from '#components/ui/id-combobox.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { MAX_FIRMWARE_BYTES } from '#server/firmware/contract.ts';
import { sendFirmware } from './send-firmware.ts';

export interface NewFirmwareProps {
  /** Device types that fetch firmware themselves. */
  types: { id: string; name: string }[];
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

function FirmwareForm({ types, onStored }: NewFirmwareProps & { onStored: () => void }) {
  const t = useTranslations('firmware');
  const words = useRefusalWords();
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [type, setType] = useState<string | null>(null);
  const [version, setVersion] = useState('');
  const [notes, setNotes] = useState('');
  const [missing, setMissing] = useState<ReadonlySet<Field>>(new Set());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lacks = new Set<Field>();
    if (!file) lacks.add('file');
    if (!type) lacks.add('type');
    if (!version.trim()) lacks.add('version');
    setMissing(lacks);
    setRefusal(null);
    if (!file || !type || lacks.size > 0) return;
    setPending(true);
    const answer = await sendFirmware({ deviceTypeId: type, version: version.trim(), notes }, file);
    setPending(false);
    if (!answer.ok) return setRefusal(words(answer.error));
    toast({ title: t('stored', { version: version.trim() }) });
    onStored();
    router.push(`/manager/firmware/${answer.id}`);
    router.refresh();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <TextField
        type="file"
        label={t('file')}
        hint={t('fileHint', { megabytes: MAX_FIRMWARE_BYTES / 1024 / 1024 })}
        error={missing.has('file') ? t('noFile') : undefined}
        inputClassName="h-auto! py-1.5 file:mr-3 file:rounded-md file:border file:border-line file:bg-panel file:px-2 file:py-1"
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
      />
      <IdCombobox
        label={t('deviceType')}
        hint={t('deviceTypeHint')}
        options={types.map(({ id, name }) => ({ value: id, label: name }))}
        value={type}
        error={missing.has('type') ? t('noType') : undefined}
        onValueChange={setType}
      />
      <TextField
        label={t('version')}
        hint={t('versionHint')}
        mono
        maxLength={64}
        value={version}
        error={missing.has('version') ? t('noVersion') : undefined}
        onChange={(event) => setVersion(event.target.value)}
      />
      <TextareaField
        label={t('notes')}
        optional
        maxLength={2000}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
      />
      <DialogFormFoot pending={pending}>{t('store')}</DialogFormFoot>
    </form>
  );
}
