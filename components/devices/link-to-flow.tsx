'use client';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { linkDevices } from '#server/flows/actions.ts';
import { deviceKeys } from './queries.ts';

export function LinkToFlow({ deviceId, flows }: { deviceId: string; flows: { id: string; name: string }[] }) {
  const t = useTranslations('devices.flows');
  const ui = useTranslations('ui');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [flowId, setFlowId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const options = flows.map(({ id, name }) => ({ value: id, label: name }));
  const run = async () => {
    if (!flowId) return;
    setPending(true);
    const done = await act(linkDevices({ flowId, deviceIds: [deviceId] }), {
      done: t('linked', { flow: flows.find(({ id }) => id === flowId)?.name ?? '' }),
      stale: [deviceKeys.one(deviceId), deviceKeys.list, ['flows']],
      quiet: true,
    });
    setPending(false);
    setRefusal(done.ok ? undefined : done.words);
    if (done.ok) {
      setOpen(false);
      setFlowId(null);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="sm"
      title={t('linkTitle')}
      description={t('linkText')}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden="true" />}>
          {t('link')}
        </Button>
      }
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" disabled={!flowId} pending={pending} onClick={() => void run()}>
            {t('link')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <Combobox
          label={t('flow')}
          options={options}
          value={options.find(({ value }) => value === flowId) ?? null}
          onValueChange={(option) => setFlowId(option?.value ?? null)}
          emptyText={t('noFlow')}
        />
      </div>
    </Dialog>
  );
}
