'use client';
import Antenna from 'lucide-react/icons/antenna';
import CardSim from 'lucide-react/icons/card-sim';
import CirclePlay from 'lucide-react/icons/circle-play';
import CircleStop from 'lucide-react/icons/circle-stop';
import FolderInput from 'lucide-react/icons/folder-input';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import ReceiptText from 'lucide-react/icons/receipt-text';
import Send from 'lucide-react/icons/send';
import Tags from 'lucide-react/icons/tags';
import Trash2 from 'lucide-react/icons/trash-2';
import Unlink from 'lucide-react/icons/unlink';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { flowKeys } from '#components/flows/queries.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { loraKeys } from '#components/lora/queries.ts';
import { simKeys } from '#components/sims/queries.ts';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';
import { type Asked, DeviceBulkDialogs, type Question } from './device-bulk-dialogs.tsx';
import type { DeviceWork } from './device-work.ts';
import { deviceKeys } from './queries.ts';

interface BulkProps {
  /**
   * Where they are selected. In the list of LoRa devices activating is said of the network too, and plans have a dialog of
   * their own there; that of a flow has its own way out of it.
   */
  list: 'devices' | 'lora' | 'flow';
  /** What the list is narrowed to, besides what its table says. */
  within: (query: TableQuery) => TableQuery;
  work: DeviceWork;
  projectId: string | null;
}

const STALE = [deviceKeys.all, loraKeys.all, simKeys.all, flowKeys.all];

const ICONS: Record<Question, ReactNode> = {
  link: <Workflow aria-hidden="true" />,
  unlink: <Unlink aria-hidden="true" />,
  move: <FolderInput aria-hidden="true" />,
  plan: <Antenna aria-hidden="true" />,
  simStatus: <CardSim aria-hidden="true" />,
  simPlans: <ReceiptText aria-hidden="true" />,
  send: <Send aria-hidden="true" />,
  firmware: <HardDriveDownload aria-hidden="true" />,
  labels: <Tags aria-hidden="true" />,
  delete: <Trash2 aria-hidden="true" />,
};

/** What can be done with many devices at once, each only for who may do it. */
export function useDeviceBulk({ list, within, work, projectId }: BulkProps): {
  actions: BulkAction[];
  dialogs: ReactNode;
} {
  const t = useTranslations('bulk.selection');
  const start = useStartHere(list, within);
  const [asked, setAsked] = useState<Asked | null>(null);
  const settled = useRef(asked);
  settled.current = asked;
  const actions = useMemo((): BulkAction[] => {
    const status = (value: 'ACTIVE' | 'DEACTIVATED') => async (selection: TableSelection) => {
      const refused = await start('set-device-status', selection, { status: value });
      if (refused) toast({ title: refused, tone: 'bad' });
      return refused === null;
    };
    const ask = (question: Question): BulkAction => ({
      id: question,
      label: t(question),
      icon: ICONS[question],
      danger: question === 'delete',
      onRun: (selection) => new Promise<boolean>((settle) => setAsked({ question, selection, settle })),
    });
    const { rights, projects, plans, firmware, simPlans } = work;
    const { update, link } = rights;
    return [
      ...(update
        ? [
            {
              id: 'activate-processing',
              label: t(list === 'lora' ? 'activateProcessing' : 'activate'),
              icon: <CirclePlay aria-hidden="true" />,
              onRun: status('ACTIVE'),
            },
            {
              id: 'deactivate-processing',
              label: t(list === 'lora' ? 'deactivateProcessing' : 'deactivate'),
              icon: <CircleStop aria-hidden="true" />,
              onRun: status('DEACTIVATED'),
            },
            ask('labels'),
          ]
        : []),
      ...(list !== 'flow' && update && link ? [ask('link'), ask('unlink')] : []),
      ...(update && link && projects.length > 1 ? [ask('move')] : []),
      ...(list !== 'lora' && rights.network && plans.length > 0 ? [ask('plan')] : []),
      ...(list !== 'lora' && rights.sims && simPlans.length > 0 ? [ask('simStatus'), ask('simPlans')] : []),
      ...(rights.send ? [ask('send')] : []),
      ...(rights.firmware && firmware.length > 0 ? [ask('firmware')] : []),
      ...(rights.delete ? [ask('delete')] : []),
    ];
  }, [t, list, work, start]);
  const close = (done: boolean) => {
    settled.current?.settle(done);
    setAsked(null);
  };
  return {
    actions,
    dialogs: asked ? <DeviceBulkDialogs {...{ asked, start, work, projectId, close }} /> : null,
  };
}

/** Of "all that match" those that the list is narrowed to. */
function useStartHere(list: BulkProps['list'], within: BulkProps['within']) {
  const start = useStartBulk(list === 'lora' ? 'lora' : 'devices', STALE);
  return useCallback(
    (kind: BulkKind, selection: TableSelection, options: BulkOptions) =>
      start(kind, narrowed(selection, within), options),
    [start, within],
  );
}
