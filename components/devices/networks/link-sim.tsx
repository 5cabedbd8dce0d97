'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { iccidSchema } from '#server/devices/network-contract.ts';
import { linkSim } from '#server/sims/actions.ts';
import { deviceKeys } from '../queries.ts';
import { SimField } from './sim-field.tsx';

interface LinkSimProps {
  device: { id: string; name: string };
  /** In the place of the one that it has. */
  replace?: boolean;
}

export function LinkSim({ device, replace = false }: LinkSimProps) {
  const t = useTranslations('networks');
  const ui = useTranslations('ui');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [iccid, setIccid] = useState('');
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);
  const action = t(replace ? 'switchSim' : 'linkSim');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = iccidSchema.safeParse(iccid).success ? undefined : t('iccidWrong');
    setError(wrong);
    if (wrong) return;
    setPending(true);
    const done = await act(linkSim({ deviceId: device.id, iccid, replace }), {
      done: t('simLinked', { name: device.name }),
      stale: [deviceKeys.all],
      quiet: true,
    });
    setPending(false);
    if (!done.ok) return setError(done.words);
    setOpen(false);
    setIccid('');
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      size="sm"
      title={action}
      trigger={<Button size="sm">{action}</Button>}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form="link-sim" pending={pending}>
            {action}
          </Button>
        </>
      }
    >
      <form id="link-sim" onSubmit={submit} noValidate>
        <SimField value={iccid} error={error} onChange={setIccid} />
      </form>
    </Dialog>
  );
}
