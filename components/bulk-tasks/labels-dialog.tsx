'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TextField } from '#components/ui/text-field.tsx';
import type { BulkOptions } from '#server/bulk-tasks/contract.ts';
import { SelectionDialog } from './choice-dialog.tsx';

interface LabelsDialogProps {
  count: number;
  run: (options: BulkOptions) => Promise<string | null>;
  onClose: (done: boolean) => void;
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** Tags to add and to take away, and one entry of metadata. */
export function LabelsDialog({ count, run, onClose }: LabelsDialogProps) {
  const t = useTranslations('bulk.selection');
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const options: BulkOptions = {
    ...(listOf(add).length > 0 ? { addTags: listOf(add) } : {}),
    ...(listOf(remove).length > 0 ? { removeTags: listOf(remove) } : {}),
    ...(key.trim() ? { metadata: { [key.trim()]: value.trim() } } : {}),
  };
  return (
    <SelectionDialog
      title={t('labelsTitle', { count })}
      description={t('labelsText')}
      action={t('labelsAction')}
      disabled={Object.keys(options).length === 0}
      run={() => run(options)}
      onClose={onClose}
    >
      <TextField
        label={t('addTags')}
        hint={t('commas')}
        optional
        value={add}
        onChange={(event) => setAdd(event.target.value)}
      />
      <TextField
        label={t('removeTags')}
        hint={t('commas')}
        optional
        value={remove}
        onChange={(event) => setRemove(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('metadataKey')}
          optional
          maxLength={100}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <TextField
          label={t('metadataValue')}
          hint={t('metadataHint')}
          optional
          maxLength={1000}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </div>
    </SelectionDialog>
  );
}
