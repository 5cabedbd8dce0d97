'use client';
import CircleGauge from 'lucide-react/icons/circle-gauge';
import ReceiptText from 'lucide-react/icons/receipt-text';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { RadioGroup } from '#components/ui/radio.tsx';
import type { BulkOptions } from '#server/bulk-tasks/contract.ts';
import { type SimPlan, WANTED_STATUSES, type WantedStatus } from '#server/sims/contract.ts';
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

const STALE = [simKeys.all];

interface BulkDialogProps extends BulkProps {
  asked: Asked;
  onClose: (done: boolean) => void;
}

function BulkDialog({ asked: { kind, selection }, may, plans, projectId, onClose }: BulkDialogProps) {
  const t = useTranslations('sims');
  const start = useStartBulk('sims', STALE);
  const [status, setStatus] = useState<WantedStatus>('ACTIVATED');
  const [wish, setWish] = useState({ communication: KEEP, rate: KEEP });
  const options: BulkOptions = kind === 'status' ? { simStatus: status } : planChangeOf(wish);
  const within = (some: TableSelection) => narrowed(some, (query) => withinProject(query, projectId));
  const isFinal = kind === 'status' && status === 'RETIRED';
  return (
    <SelectionDialog
      title={t('bulk.title', { count: selection.count })}
      description={t('bulk.lead')}
      action={t('bulk.confirm')}
      danger={isFinal}
      disabled={Object.keys(options).length === 0}
      run={() => start('change-sims', within(selection), options)}
      onClose={onClose}
    >
      {kind === 'status' ? (
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
      {isFinal ? <Banner kind="bad" title={t('bulk.retireText')} /> : null}
    </SelectionDialog>
  );
}
