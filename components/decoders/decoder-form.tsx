'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { updateDecoder } from '#server/decoders/actions.ts';
import { type DecoderDetail, decoderUpdateSchema } from '#server/decoders/script-contract.ts';
import type { ExpectedRecord } from '#server/device-types/contract.ts';
import type { ScriptOutcome } from '#server/scripts/contract.ts';

export interface DecoderFormProps {
  decoder: DecoderDetail;
  outcome: ScriptOutcome | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

type Row = ExpectedRecord & { key: number };

/** Name, description, and the records that others may count on. */
export function DecoderFormDialog({ decoder, outcome, open, onOpenChange }: DecoderFormProps) {
  const t = useTranslations('decoders.form');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} holdOpen size="lg" title={t('title')}>
      {open ? <DecoderForm decoder={decoder} outcome={outcome} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function DecoderForm({
  decoder,
  outcome,
  onDone,
}: Omit<DecoderFormProps, 'open' | 'onOpenChange'> & { onDone: () => void }) {
  const t = useTranslations('decoders.form');
  const act = useAct();
  const parse = useParse();
  const [name, setName] = useState(decoder.name);
  const [description, setDescription] = useState(decoder.description ?? '');
  const [rows, setRows] = useState<Row[]>(decoder.records.map((record, key) => ({ ...record, key })));
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const records = rows.filter((row) => row.name.trim()).map(({ key: _key, ...record }) => record);
    const parsed = parse(decoderUpdateSchema, { id: decoder.id, name, description, records });
    setFields(parsed.ok ? {} : parsed.fields);
    if (!parsed.ok) return;
    const answer = await act(updateDecoder(parsed.value), { done: t('saved', { name }), quiet: true });
    if (answer.ok) onDone();
    else setRefusal(answer.words);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <TextField
        label={t('name')}
        maxLength={255}
        value={name}
        error={fields.name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextareaField
        label={t('description')}
        optional
        rows={2}
        maxLength={255}
        value={description}
        error={fields.description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <RecordRows rows={rows} onChange={setRows} outcome={outcome} />
      <Button type="submit" variant="primary" className="self-end">
        {t('save')}
      </Button>
    </form>
  );
}

interface RecordRowsProps {
  rows: Row[];
  onChange: (rows: Row[]) => void;
  outcome: ScriptOutcome | null;
}

function RecordRows({ rows, onChange, outcome }: RecordRowsProps) {
  const t = useTranslations('decoders.form');
  const next = Math.max(-1, ...rows.map((row) => row.key)) + 1;
  const set = (key: number, change: Partial<Row>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const made = (outcome?.records ?? []).filter((record) => !rows.some((row) => row.name === record.n));
  const takeOver = () =>
    onChange([
      ...rows,
      ...made.map(
        ({ n, u, v, vb }, index): Row => ({
          key: next + index,
          name: n,
          type: v !== undefined ? 'number' : vb !== undefined ? 'boolean' : 'string',
          unit: u ?? null,
          example: v ?? vb ?? null,
        }),
      ),
    ]);
  return (
    <fieldset>
      <legend className="font-medium text-sm">{t('records')}</legend>
      <p className="mb-2 text-faint text-sm">{t('recordsHint')}</p>
      <div className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <div
            key={row.key}
            className="grid grid-cols-[minmax(0,2fr)_5rem_minmax(0,3fr)_auto] items-start gap-2"
          >
            <TextField
              hideLabel
              mono
              label={`${t('recordName')} ${index + 1}`}
              placeholder={t('recordName')}
              value={row.name}
              onChange={(event) => set(row.key, { name: event.target.value })}
            />
            <TextField
              hideLabel
              mono
              label={`${t('recordUnit')} ${index + 1}`}
              placeholder={t('recordUnit')}
              value={row.unit ?? ''}
              onChange={(event) => set(row.key, { unit: event.target.value || null })}
            />
            <TextField
              hideLabel
              label={`${t('recordMeaning')} ${index + 1}`}
              placeholder={t('recordMeaning')}
              value={row.description ?? ''}
              onChange={(event) => set(row.key, { description: event.target.value || null })}
            />
            <IconButton
              label={t('remove', { n: index + 1 })}
              icon={<X aria-hidden="true" />}
              onClick={() => onChange(rows.filter((one) => one.key !== row.key))}
            />
          </div>
        ))}
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            icon={<Plus aria-hidden="true" />}
            onClick={() => onChange([...rows, { key: next, name: '', type: 'number', unit: null }])}
          >
            {t('add')}
          </Button>
          {made.length > 0 ? (
            <Button size="sm" onClick={takeOver}>
              {t('fromRun')} ({made.length})
            </Button>
          ) : null}
        </div>
      </div>
    </fieldset>
  );
}
