'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { SelectedRows } from '#components/ui/data-table/table-query.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { toast } from '#components/ui/toast.tsx';
import { muteDevices } from '#server/alerts/actions.ts';
import { A_DAY, MuteFields, muteInput } from './mute-fields.tsx';
import { alertKeys } from './queries.ts';

interface MuteDialogProps {
  rows: SelectedRows;
  title: string;
  onClose: (done: boolean) => void;
}

/** Devices of alerts, of whose silence nobody is told for a while. */
export function MuteDialog({ rows, title, onClose }: MuteDialogProps) {
  const t = useTranslations('alerts.mute');
  const act = useAct();
  const [wish, setWish] = useState(A_DAY);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const answer = await act(muteDevices({ rows, ...muteInput(wish) }), {
      stale: [alertKeys.all],
      quiet: true,
    });
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
      title={title}
      description={t('text')}
      footer={
        <DialogButtons form="mute" pending={pending} disabled={wish.reason.trim() === ''}>
          {t('submit')}
        </DialogButtons>
      }
    >
      <form id="mute" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <MuteFields wish={wish} onChange={setWish} />
      </form>
    </Dialog>
  );
}
