'use client';
import Pencil from 'lucide-react/icons/pencil';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { changeSims } from '#server/sims/actions.ts';
import type { Sim } from '#server/sims/contract.ts';
import { KEEP, PlanFields, planChangeOf } from './plan-fields.tsx';
import { simKeys } from './queries.ts';

export function PlanDialog({ sim }: { sim: Sim }) {
  const t = useTranslations('sims');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [wish, setWish] = useState({ communication: KEEP, rate: KEEP });
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const change = planChangeOf(wish);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const answer = await act(changeSims({ ids: [sim.id], change }), {
      done: t('change.asked', { what: Object.values(change).join(', ') }),
      stale: [simKeys.all],
      quiet: true,
    });
    setPending(false);
    if (!answer.ok) return setRefusal(answer.words);
    setOpen(false);
    setWish({ communication: KEEP, rate: KEEP });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      size="sm"
      title={t('action.editPlans')}
      description={<span className="mono">{sim.iccid}</span>}
      trigger={
        <Button size="sm" icon={<Pencil aria-hidden="true" />}>
          {t('action.editPlans')}
        </Button>
      }
      footer={
        <DialogButtons form="sim-plans" pending={pending} disabled={Object.keys(change).length === 0}>
          {t('action.save')}
        </DialogButtons>
      }
    >
      <form id="sim-plans" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <PlanFields plans={sim.plans} wish={wish} onChange={setWish} />
      </form>
    </Dialog>
  );
}
