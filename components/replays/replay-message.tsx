'use client';
import { useQuery } from '@tanstack/react-query';
import History from 'lucide-react/icons/history';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceKeys, messageKey } from '#components/devices/queries.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Select } from '#components/ui/select.tsx';
import { SkeletonText } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.tsx';
import { replayUplink } from '#server/replays/actions.ts';
import type { ReplayChoices, ReplayOptions, ReplayReport } from '#server/replays/contract.ts';
import { goesNowhere, type Into, IntoFields, wholeInto } from './into-fields.tsx';
import { ReplayDiff } from './report.tsx';

interface ReplayMessageProps {
  message: { id: number; deviceId: string };
}

export function ReplayMessage({ message }: ReplayMessageProps) {
  const t = useTranslations('replays');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<History aria-hidden="true" />} onClick={() => setOpen(true)}>
        {t('replay')}
      </Button>
      {open ? <ReplayDialog message={message} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Of no version in particular; a select shows its placeholder for an empty value. */
const PRESENT = 'present';

/** The difference first, computed anew with every choice; then the same for real. */
function ReplayDialog({ message, onClose }: ReplayMessageProps & { onClose: () => void }) {
  const t = useTranslations('replays');
  const act = useAct();
  const { data: choices } = useQuery({
    queryKey: [...messageKey(message.id), 'replay-choices'],
    queryFn: ({ signal }) => readJson<ReplayChoices>(`/rows/messages/${message.id}/replay-choices`, signal),
  });
  const [version, setVersion] = useState(PRESENT);
  const [into, setInto] = useState<Into>(wholeInto);
  const [pending, setPending] = useState(false);
  const chosen = choices?.versions.find(({ id }) => id === version);
  const options: ReplayOptions = {
    ...into,
    ...(chosen ? { decoderId: chosen.decoderId, versionId: chosen.id } : {}),
  };
  const run = async () => {
    setPending(true);
    const answer = await act(replayUplink({ id: message.id, dryRun: false, options }), {
      stale: [['messages'], deviceKeys.all],
    });
    setPending(false);
    if (!answer.ok) return;
    const { verdict, deliveries } = answer.value;
    toast({ title: t('done', { verdict, count: deliveries.length }) });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose()}
      size="lg"
      title={t('title')}
      description={t('text')}
      footer={
        <>
          <DialogClose render={<Button />}>{t('close')}</DialogClose>
          <Button variant="primary" pending={pending} disabled={goesNowhere(into)} onClick={() => void run()}>
            {t('doIt')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Select
          label={t('with')}
          options={[
            { value: PRESENT, label: t('present') },
            ...(choices?.versions ?? []).map(({ id, decoder, number, current }) => ({
              value: id,
              label: t('version', { decoder, number, current: String(current) }),
            })),
          ]}
          value={version}
          onValueChange={setVersion}
        />
        <IntoFields value={into} destinations={choices?.destinations ?? []} onChange={setInto} />
        <DryRun id={message.id} options={options} />
      </div>
    </Dialog>
  );
}

function DryRun({ id, options }: { id: number; options: ReplayOptions }) {
  const t = useTranslations('replays');
  const words = useRefusalWords();
  const { data, error } = useQuery({
    queryKey: [...messageKey(id), 'replay', options],
    queryFn: async (): Promise<ReplayReport> => {
      const answer = await answerOf(replayUplink({ id, dryRun: true, options }));
      if (!answer.ok) throw Object.assign(new Error(answer.error.code), answer.error);
      return answer.value;
    },
    retry: false,
    staleTime: 0,
  });
  if (error)
    return (
      <Banner kind="warn" title={t('failed')}>
        {words(error)}
      </Banner>
    );
  return data ? <ReplayDiff report={data} /> : <SkeletonText count={5} />;
}
