'use client';
import { useQueryClient } from '@tanstack/react-query';
import CircleGauge from 'lucide-react/icons/circle-gauge';
import ReceiptText from 'lucide-react/icons/receipt-text';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { inParts } from '#components/frame/in-parts.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { useSelectedIds } from '#components/frame/use-selected-ids.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { toast } from '#components/ui/toast.tsx';
import { changeSims } from '#server/sims/actions.ts';
import { type SimChange, type SimListItem, type SimPlan, WANTED_STATUSES } from '#server/sims/contract.ts';
import { KEEP, PlanFields, planChangeOf } from './plan-fields.tsx';
import { simKeys } from './queries.ts';

interface BulkProps {
  may: { update: boolean; retire: boolean };
  plans: SimPlan[];
  projectId: string | undefined;
}

type Asked = { kind: 'status' | 'plans'; selection: TableSelection; settle: (done: boolean) => void };

/** What can be done with many SIMs at once; each that cannot is left as it is and named by its reason. */
export function useSimBulk({ may, plans, projectId }: BulkProps): {
  actions: BulkAction[];
  dialogs: ReactNode;
} {
  const t = useTranslations('sims.bulk');
  const [asked, setAsked] = useState<Asked | null>(null);
  const settled = useRef(asked);
  settled.current = asked;
  const actions = useMemo((): BulkAction[] => {
    const ask = (kind: Asked['kind']) => (selection: TableSelection) =>
      new Promise<boolean>((settle) => setAsked({ kind, selection, settle }));
    if (!may.update) return [];
    return [
      { id: 'status', label: t('status'), icon: <CircleGauge aria-hidden="true" />, onRun: ask('status') },
      { id: 'plans', label: t('plans'), icon: <ReceiptText aria-hidden="true" />, onRun: ask('plans') },
    ];
  }, [t, may.update]);
  const close = (done: boolean) => {
    settled.current?.settle(done);
    setAsked(null);
  };
  const dialogs = asked ? (
    <BulkDialog asked={asked} may={may} plans={plans} projectId={projectId} onClose={close} />
  ) : null;
  return { actions, dialogs };
}

interface BulkDialogProps extends BulkProps {
  asked: Asked;
  onClose: (done: boolean) => void;
}

function BulkDialog({ asked, may, plans, projectId, onClose }: BulkDialogProps) {
  const t = useTranslations('sims');
  const change = useChangeOfMany(projectId);
  const [status, setStatus] = useState<(typeof WANTED_STATUSES)[number]>('ACTIVATED');
  const [wish, setWish] = useState({ communication: KEEP, rate: KEEP });
  const [pending, setPending] = useState(false);
  const wanted: SimChange = asked.kind === 'status' ? { status } : planChangeOf(wish);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const done = await change(asked.selection, wanted);
    setPending(false);
    if (done) onClose(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      holdOpen
      size="sm"
      title={t('bulk.title', { count: asked.selection.count })}
      description={t('bulk.lead')}
      footer={
        <DialogButtons form="change-sims" pending={pending} disabled={Object.keys(wanted).length === 0}>
          {t('bulk.confirm')}
        </DialogButtons>
      }
    >
      <form id="change-sims" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {asked.kind === 'status' ? (
          <RadioGroup
            label={t('action.chooseStatus')}
            options={WANTED_STATUSES.filter((value) => value !== 'RETIRED' || may.retire).map((value) => ({
              value,
              label: t(`action.${value}`),
            }))}
            value={status}
            onValueChange={setStatus}
          />
        ) : (
          <PlanFields plans={plans} wish={wish} onChange={setWish} />
        )}
        {asked.kind === 'status' && status === 'RETIRED' ? (
          <Banner kind="bad" title={t('bulk.retireText')} />
        ) : null}
      </form>
    </Dialog>
  );
}

function useChangeOfMany(projectId: string | undefined) {
  const t = useTranslations('sims.bulk');
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  const idsOf = useSelectedIds<SimListItem>('sims');
  return async (selection: TableSelection, change: SimChange): Promise<boolean> => {
    const ids = await idsOf(selection, (query) => withinProject(query, projectId));
    if (ids === null) return false;
    const { answers, refused } = await inParts(ids, (part) => answerOf(changeSims({ ids: part, change })));
    const asked = answers.reduce((sum, answer) => sum + answer.asked, 0);
    toast({ title: t('asked', { count: asked }) });
    for (const [code, count] of countsOf(answers.flatMap((answer) => answer.refused.map((one) => one.code))))
      toast({ title: t('refused', { count, reason: words({ code }) }), tone: 'bad' });
    if (refused) toast({ title: words(refused), tone: 'bad' });
    router.refresh();
    await client.invalidateQueries({ queryKey: simKeys.all });
    return refused === null;
  };
}

function countsOf(codes: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
