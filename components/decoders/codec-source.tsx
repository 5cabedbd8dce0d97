'use client';
import { useTranslations } from 'next-intl';
import { type ChangeEvent, type FormEvent, useId, useState } from 'react';
import { useParse } from '#components/frame/issue-words.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { TextareaField } from '#components/ui/text-field.tsx';
import { readCodecFiles } from '#server/decoders/actions.ts';
import { type CodecFile, codecFilesSchema } from '#server/scripts/codec-file-contract.ts';

type Named = { name: string; text: string };

/** The files of a codec, or its text pasted; both at once are files of one codec. */
export function CodecSource({ onRead }: { onRead: (codec: CodecFile) => void }) {
  const t = useTranslations('decoders.import');
  const parse = useParse();
  const words = useRefusalWords();
  const id = useId();
  const [files, setFiles] = useState<Named[]>([]);
  const [pasted, setPasted] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);

  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(target.files ?? [])];
    setFiles(await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() }))));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const all = pasted.trim() ? [...files, { name: 'codec.js', text: pasted }] : files;
    if (all.length === 0) return setRefusal(t('nothingChosen'));
    const parsed = parse(codecFilesSchema, { files: all });
    if (!parsed.ok) return setRefusal(Object.values(parsed.fields)[0] ?? t('nothingChosen'));
    setRefusal(undefined);
    setPending(true);
    const answer = await answerOf(readCodecFiles(parsed.value));
    setPending(false);
    if (answer.ok) onRead(answer.value);
    else setRefusal(words(answer.error));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium text-sm">
          {t('files')}
        </label>
        <input
          id={id}
          type="file"
          multiple
          accept=".js,.cjs,.mjs,.json,.json5,.yaml,.yml,.txt"
          onChange={(event) => void choose(event)}
          className="control h-auto! py-1.5 file:mr-3 file:rounded-md file:border file:border-edge file:bg-panel file:px-2.5 file:py-1 file:text-sm"
        />
        <p className="text-faint text-xs">{t('filesHint')}</p>
      </div>
      <TextareaField
        label={t('paste')}
        optional
        mono
        rows={8}
        value={pasted}
        placeholder="function decodeUplink(input) { … }"
        onChange={(event) => setPasted(event.target.value)}
      />
      <DialogFormFoot pending={pending}>{t('read')}</DialogFormFoot>
    </form>
  );
}
