'use client';
import FileInput from 'lucide-react/icons/file-input';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { IdCombobox } from '#components/ui/id-combobox.tsx';
import { NameField } from '#components/ui/name-fields.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { createDecoder } from '#server/decoders/actions.ts';
import { decoderCreateSchema } from '#server/decoders/script-contract.ts';
import { keepTest } from '#server/scripts/actions.ts';
import type { CodecFile } from '#server/scripts/codec-file-contract.ts';
import { CodecFound } from './codec-found.tsx';
import { CodecSource } from './codec-source.tsx';
import { testsOfCodec } from './codec-tests.ts';

interface ImportCodecProps {
  types: { id: string; name: string; group: string }[];
}

/** A maker's codec becomes a decoder: its file read, what was found shown, its examples kept as tests. */
export function ImportCodecDialog({ types }: ImportCodecProps) {
  const t = useTranslations('decoders.import');
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      size="lg"
      title={t('title')}
      description={t('lead')}
      trigger={<Button icon={<FileInput aria-hidden="true" />}>{t('action')}</Button>}
    >
      {open ? <Steps types={types} /> : null}
    </Dialog>
  );
}

function Steps({ types }: ImportCodecProps) {
  const [codec, setCodec] = useState<CodecFile | null>(null);
  if (!codec) return <CodecSource onRead={setCodec} />;
  return <CreateFrom codec={codec} types={types} onBack={() => setCodec(null)} />;
}

interface CreateFromProps extends ImportCodecProps {
  codec: CodecFile;
  onBack: () => void;
}

function CreateFrom({ codec, types, onBack }: CreateFromProps) {
  const t = useTranslations('decoders.import');
  const router = useRouter();
  const words = useRefusalWords();
  const [deviceTypeId, setType] = useState<string | null>(null);
  const [name, setName] = useState(
    `› ${(codec.name ?? '').replace(/^.*\//, '').replace(/\.[^.]*$/, '')}`.trim(),
  );
  const { fields, refusal, pending, send } = useSend();
  const [kept, setKept] = useState<{ done: number; failed: string | null } | null>(null);
  const tests = testsOfCodec(codec.examples);
  const blocked = codec.contract === null || codec.warnings.some(({ blocks }) => blocks);

  async function keepTests(id: string): Promise<string | null> {
    const { contract, source } = codec;
    if (!contract) return null;
    for (const [done, test] of tests.entries()) {
      setKept({ done, failed: null });
      const answer = await answerOf(keepTest({ owner: { kind: 'decoder', id }, contract, source, ...test }));
      if (!answer.ok) return words(answer.error);
    }
    return null;
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { contract, source } = codec;
    const input = { name, deviceTypeId: deviceTypeId ?? '', contract: contract ?? 'ts013', source };
    const made = await send(decoderCreateSchema, input, createDecoder, { done: t('created', { name }) });
    if (!made) return;
    const failed = await keepTests(made.value.id);
    setKept({ done: tests.length, failed });
    if (!failed) router.push(`/creator/decoders/${made.value.id}`);
  };

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <CodecFound codec={codec} tests={tests.length} />
      {blocked ? (
        <Button className="self-start" onClick={onBack}>
          {t('back')}
        </Button>
      ) : (
        <>
          <IdCombobox
            label={t('type')}
            options={types.map(({ id, name: label, group }) => ({ value: id, label, hint: group }))}
            value={deviceTypeId}
            error={fields.deviceTypeId}
            onValueChange={setType}
          />
          <NameField label={t('name')} value={name} error={fields.name} onValueChange={setName} />
          {kept && !kept.failed ? (
            <Progress label={t('keeping')} value={kept.done} max={Math.max(1, tests.length)} />
          ) : null}
          {kept?.failed ? (
            <Banner kind="warn" title={t('notAllKept')}>
              {kept.failed}
            </Banner>
          ) : null}
          <DialogFormFoot pending={pending || (kept !== null && !kept.failed)}>{t('create')}</DialogFormFoot>
        </>
      )}
    </form>
  );
}
