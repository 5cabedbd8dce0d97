'use client';
import { useTranslations } from 'next-intl';
import { ChoiceDialog, SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { FlowDialog } from '#components/bulk-tasks/flow-dialog.tsx';
import { LabelsDialog } from '#components/bulk-tasks/labels-dialog.tsx';
import { SendManyDialog } from '#components/downlinks/send-many-dialog.tsx';
import { SimsDialog } from '#components/sims/sims-dialog.tsx';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';
import type { DeviceWork } from './device-work.ts';

export type Question =
  | 'link'
  | 'unlink'
  | 'move'
  | 'plan'
  | 'simStatus'
  | 'simPlans'
  | 'send'
  | 'firmware'
  | 'labels'
  | 'delete';

export interface Asked {
  question: Question;
  selection: TableSelection;
  settle: (done: boolean) => void;
}

interface DeviceBulkDialogsProps {
  asked: Asked;
  start: (kind: BulkKind, selection: TableSelection, options: BulkOptions) => Promise<string | null>;
  work: DeviceWork;
  projectId: string | null;
  close: (done: boolean) => void;
}

/** What is asked before something is done with the devices that were selected. */
export function DeviceBulkDialogs({ asked, start, work, projectId, close }: DeviceBulkDialogsProps) {
  const { question, selection } = asked;
  const { rights, projects, plans, firmware, simPlans } = work;
  const t = useTranslations('bulk.selection');
  const { count } = selection;
  if (question === 'labels')
    return (
      <LabelsDialog
        count={count}
        run={(options) => start('update-devices', selection, options)}
        onClose={close}
      />
    );
  if (question === 'send')
    return (
      <SendManyDialog
        count={count}
        run={(instruction) => start('send-instruction', selection, { instruction })}
        onClose={close}
      />
    );
  if (question === 'simStatus' || question === 'simPlans')
    return (
      <SimsDialog
        asks={question === 'simStatus' ? 'status' : 'plans'}
        title={t('simsTitle', { count })}
        lead={t('simsText')}
        plans={simPlans}
        mayRetire={rights.retire}
        run={(options) => start('change-device-sims', selection, options)}
        onClose={close}
      />
    );
  const frame = {
    title: t(`${question}Title`, { count }),
    description: t(`${question}Text`, { count }),
    action: t(question),
    onClose: close,
  };
  if (question === 'delete')
    return <SelectionDialog {...frame} danger run={() => start('delete-devices', selection, {})} />;
  if (question === 'plan')
    return (
      <ChoiceDialog
        {...frame}
        label={t('planName')}
        options={plans}
        run={(connectivityPlan) => start('set-connectivity-plan', selection, { connectivityPlan })}
      />
    );
  if (question === 'firmware')
    return (
      <ChoiceDialog
        {...frame}
        label={t('version')}
        options={firmware}
        run={(firmwareVersionId) => start('assign-firmware', selection, { firmwareVersionId })}
      />
    );
  if (question === 'move')
    return (
      <ChoiceDialog
        {...frame}
        label={t('project')}
        options={projects}
        run={(projectId) => start('move-devices', selection, { projectId })}
      />
    );
  return (
    <FlowDialog
      {...frame}
      label={t('flow')}
      project={projectId}
      run={(flowId) => start(question === 'link' ? 'link-flow' : 'unlink-flow', selection, { flowId })}
    />
  );
}
