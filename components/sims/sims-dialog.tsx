import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import type { BulkOptions } from '#server/bulk-tasks/contract.ts';
import { type PlanChoice, WANTED_STATUSES, type WantedStatus } from '#server/sims/contract.ts';
import { KEEP, PlanFields, planChangeOf } from './plan-fields.tsx';

interface SimsDialogProps {
  asks: 'status' | 'plans';
  title: string;
  lead: string;
  plans: PlanChoice[];
  mayRetire: boolean;
  run: (options: BulkOptions) => Promise<string | null>;
  onClose: (done: boolean) => void;
}

/** What many SIMs are to become, whether they were chosen themselves or by the devices they are in. */
export function SimsDialog({ asks, title, lead, plans, mayRetire, run, onClose }: SimsDialogProps) {
  const t = useTranslations('sims');
  const [status, setStatus] = useState<WantedStatus>('ACTIVATED');
  const [wish, setWish] = useState({ communication: KEEP, rate: KEEP });
  const options: BulkOptions = asks === 'status' ? { simStatus: status } : planChangeOf(wish);
  const isFinal = options.simStatus === 'RETIRED';
  return (
    <SelectionDialog
      title={title}
      description={lead}
      action={t('bulk.confirm')}
      danger={isFinal}
      disabled={Object.keys(options).length === 0}
      run={() => run(options)}
      onClose={onClose}
    >
      {asks === 'status' ? (
        <RadioGroup
          label={t('action.chooseStatus')}
          options={WANTED_STATUSES.filter((value) => value !== 'RETIRED' || mayRetire).map((value) => ({
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
