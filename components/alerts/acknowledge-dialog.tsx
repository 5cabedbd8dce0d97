'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { SelectedRows } from '#components/ui/data-table/table-query.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { TextareaField } from '#components/ui/text-field.tsx';
import { toast } from '#components/ui/toast.tsx';
import { acknowledgeAlerts } from '#server/alerts/actions.ts';
import { alertKeys } from './queries.ts';

interface AcknowledgeDialogProps {
  rows: SelectedRows;
  count: number;
  onClose: (done: boolean) => void;
}

/** Somebody sees to it; the note says who goes there. */
export function AcknowledgeDialog({ rows, count, onClose }: AcknowledgeDialogProps) {
  const t = useTranslations('alerts.acknowledge');
  const act = useAct();
  const [note, setNote] = useState('');
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const answer = await act(acknowledgeAlerts({ rows, note }), { stale: [alertKeys.all], quiet: true });
    setPending(false);
    if (!answer.ok) return setRefusal(answer.words);
    toast({ title: t('done', { count: answer.value.count }) });
    onClose(true);
  };
  return (
    <Dialog
      open
      onOpenChange={() => onClose(false)}
      holdOpen
      size="sm"
      title={t('title', { count })}
      description={t('text')}
      footer={
        <DialogButtons form="acknowledge" pending={pending}>
          {t('submit')}
        </DialogButtons>
      }
    >
      <form id="acknowledge" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <TextareaField
          label={t('note')}
          optional
          hint={t('noteHint')}
          rows={3}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
