'use client';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FlowCombobox } from '#components/flows/flow-combobox.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { linkDevices } from '#server/flows/actions.ts';
import type { FlowChoice } from '#server/flows/contract.ts';
import { deviceKeys } from './queries.ts';

export function LinkToFlow({ deviceId, projectId }: { deviceId: string; projectId: string }) {
  const t = useTranslations('devices.flows');
  const ui = useTranslations('ui');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [flow, setFlow] = useState<FlowChoice | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const run = async () => {
    if (!flow) return;
    setPending(true);
    const done = await act(linkDevices({ flowId: flow.id, deviceIds: [deviceId] }), {
      done: t('linked', { flow: flow.name }),
      stale: [deviceKeys.one(deviceId), deviceKeys.list, ['flows']],
      quiet: true,
    });
    setPending(false);
    setRefusal(done.ok ? undefined : done.words);
    if (done.ok) {
      setOpen(false);
      setFlow(null);
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
          <Button variant="primary" disabled={!flow} pending={pending} onClick={() => void run()}>
            {t('link')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <FlowCombobox
          label={t('flow')}
          project={projectId}
          without={deviceId}
          value={flow?.id ?? null}
          onValueChange={setFlow}
          emptyText={t('noFlow')}
        />
      </div>
    </Dialog>
  );
}
