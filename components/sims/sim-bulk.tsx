'use client';
import CircleGauge from 'lucide-react/icons/circle-gauge';
import ReceiptText from 'lucide-react/icons/receipt-text';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { withinProject } from '#components/frame/within-project.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import type { PlanChoice } from '#server/sims/contract.ts';
import { simKeys } from './queries.ts';
import { SimsDialog } from './sims-dialog.tsx';

interface BulkProps {
  may: { update: boolean; retire: boolean };
  plans: PlanChoice[];
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
  const t = useTranslations('sims.bulk');
  const start = useStartBulk('sims', STALE);
  const within = (some: TableSelection) => narrowed(some, (query) => withinProject(query, projectId));
  return (
    <SimsDialog
      asks={kind}
      title={t('title', { count: selection.count })}
      lead={t('lead')}
      plans={plans}
      mayRetire={may.retire}
      run={(options) => start('change-sims', within(selection), options)}
      onClose={onClose}
    />
  );
}
