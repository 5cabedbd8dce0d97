'use client';
import Download from 'lucide-react/icons/download';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { FileLink } from '#components/frame/file-link.tsx';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import type { BulkKind, BulkKindFacts, BulkOptions } from '#server/bulk-tasks/contract.ts';
import { FileDrop } from './file-drop.tsx';
import { type Choices, OptionFields } from './option-fields.tsx';
import { sendSheet } from './send-sheet.ts';
import { useFieldWord } from './words.ts';

interface NewTaskProps {
  kinds: BulkKindFacts[];
  choices: Choices;
  projectId: string | null;
}

/** What is to be done, with which choices for all rows, and the sheet. */
export function NewTask({ kinds, choices, projectId }: NewTaskProps) {
  const t = useTranslations('bulk');
  const words = useRefusalWords();
  const router = useRouter();
  const [kind, setKind] = useState<BulkKind>(kinds[0]?.kind ?? 'add-lora-devices');
  const one = choices.projects.length === 1 ? choices.projects[0]?.id : undefined;
  const [options, setOptions] = useState<BulkOptions>({
    ...(projectId || one ? { projectId: projectId ?? one } : {}),
  });
  const [file, setFile] = useState<File | null>(null);
  const [lacks, setLacks] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const facts = kinds.find((one) => one.kind === kind);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setLacks(!file);
    setRefusal(null);
    if (!file) return;
    setPending(true);
    const answer = await sendSheet(kind, options, file);
    if (answer.ok) return router.push(`/manager/bulk-tasks/${answer.id}`);
    setPending(false);
    setRefusal(words(answer.error));
  };
  const template = new URLSearchParams({
    kind,
    ...(options.deviceTypeId ? { deviceTypeId: options.deviceTypeId } : {}),
  });
  return (
    <form onSubmit={submit} noValidate className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
      <Panel>
        <div className="flex flex-col gap-4">
          {refusal ? <Banner kind="bad" title={refusal} /> : null}
          <Select
            label={t('task')}
            options={kinds.map((one) => ({ value: one.kind, label: t(`kind.${one.kind}`) }))}
            value={kind}
            onValueChange={setKind}
          />
          <OptionFields
            kind={kind}
            offered={facts?.options ?? []}
            choices={choices}
            value={options}
            onChange={setOptions}
          />
          <FileDrop file={file} error={lacks && !file ? t('drop.none') : undefined} onFile={setFile} />
          <div className="flex justify-end">
            <Button variant="primary" type="submit" pending={pending}>
              {t('makePlan')}
            </Button>
          </div>
        </div>
      </Panel>
      <Panel title={t('columnsTaken')}>
        <p className="mb-2 text-dim text-sm">{t('columnsText')}</p>
        <FieldList facts={facts} />
        <FileLink href={`/downloads/bulk-template?${template}`} icon={<Download aria-hidden="true" />}>
          {t('template')}
        </FileLink>
      </Panel>
    </form>
  );
}

function FieldList({ facts }: { facts: BulkKindFacts | undefined }) {
  const word = useFieldWord();
  const fields = [...(facts?.fields ?? []), ...(facts?.metadata ? ['metadata:…'] : [])];
  return <p className="mb-3 text-sm">{fields.map((field) => word(field)).join(', ')}</p>;
}
