'use client';
import Antenna from 'lucide-react/icons/antenna';
import CirclePlay from 'lucide-react/icons/circle-play';
import CircleStop from 'lucide-react/icons/circle-stop';
import FolderInput from 'lucide-react/icons/folder-input';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import Tags from 'lucide-react/icons/tags';
import Trash2 from 'lucide-react/icons/trash-2';
import Unlink from 'lucide-react/icons/unlink';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { ChoiceDialog, SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { LabelsDialog } from '#components/bulk-tasks/labels-dialog.tsx';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { useAssign } from '#components/firmware/use-assign.ts';
import { useSelectedIds } from '#components/frame/use-selected-ids.ts';
import { withinProject } from '#components/frame/within-project.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import type { NamedOption } from './device-columns.tsx';
import { deviceKeys } from './queries.ts';

export interface DeviceRights {
  create: boolean;
  update: boolean;
  delete: boolean;
  link: boolean;
  network: boolean;
  firmware: boolean;
}

interface BulkProps {
  rights: DeviceRights;
  projects: NamedOption[];
  flows: (NamedOption & { projectId: string })[];
  projectId: string | null;
  /** Connectivity plans of the customer's network servers. */
  plans: NamedOption[];
  /** Versions, each named with the type that it is for. */
  firmware: NamedOption[];
}

type Question = 'link' | 'unlink' | 'move' | 'plan' | 'firmware' | 'labels' | 'delete';

/** How long a version is offered that is given out from the list. */
const OFFERED_DAYS = 14;

interface Asked {
  question: Question;
  selection: TableSelection;
  settle: (done: boolean) => void;
}

const ICONS: Record<Question, ReactNode> = {
  link: <Workflow aria-hidden="true" />,
  unlink: <Unlink aria-hidden="true" />,
  move: <FolderInput aria-hidden="true" />,
  plan: <Antenna aria-hidden="true" />,
  firmware: <HardDriveDownload aria-hidden="true" />,
  labels: <Tags aria-hidden="true" />,
  delete: <Trash2 aria-hidden="true" />,
};

/** What can be done with many devices at once, each only for who may do it. */
export function useDeviceBulk({ rights, projects, flows, plans, firmware, projectId }: BulkProps): {
  actions: BulkAction[];
  dialogs: ReactNode;
} {
  const t = useTranslations('bulk.selection');
  const start = useStartBulk(projectId, deviceKeys.all);
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
    const { update, link } = rights;
    return [
      ...(update
        ? [
            {
              id: 'activate',
              label: t('activate'),
              icon: <CirclePlay aria-hidden="true" />,
              onRun: status('ACTIVE'),
            },
            {
              id: 'deactivate',
              label: t('deactivate'),
              icon: <CircleStop aria-hidden="true" />,
              onRun: status('DEACTIVATED'),
            },
            ask('labels'),
          ]
        : []),
      ...(update && link ? [ask('link'), ask('unlink')] : []),
      ...(update && link && projects.length > 1 ? [ask('move')] : []),
      ...(rights.network && plans.length > 0 ? [ask('plan')] : []),
      ...(rights.firmware && firmware.length > 0 ? [ask('firmware')] : []),
      ...(rights.delete ? [ask('delete')] : []),
    ];
  }, [t, rights, projects, plans, firmware, start]);
  const close = (done: boolean) => {
    settled.current?.settle(done);
    setAsked(null);
  };
  const offered = flows.filter((flow) => !projectId || flow.projectId === projectId);
  return {
    actions,
    dialogs: asked ? (
      <Dialogs asked={asked} {...{ start, projects, plans, firmware, projectId, close }} flows={offered} />
    ) : null,
  };
}

interface DialogsProps {
  asked: Asked;
  start: ReturnType<typeof useStartBulk>;
  projects: NamedOption[];
  flows: NamedOption[];
  plans: NamedOption[];
  firmware: NamedOption[];
  projectId: string | null;
  close: (done: boolean) => void;
}

function Dialogs({ asked, start, projects, flows, plans, firmware, projectId, close }: DialogsProps) {
  const { question, selection } = asked;
  const t = useTranslations('bulk.selection');
  const offer = useOffer(projectId);
  const { count } = selection;
  const frame = {
    title: t(`${question}Title`, { count }),
    description: t(`${question}Text`, { count }),
    action: t(question),
    onClose: close,
  };
  if (question === 'labels')
    return (
      <LabelsDialog
        count={count}
        run={(options) => start('update-devices', selection, options)}
        onClose={close}
      />
    );
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
        run={(versionId) => offer(versionId, selection)}
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
    <ChoiceDialog
      {...frame}
      label={t('flow')}
      options={flows}
      run={(flowId) => start(question === 'link' ? 'link-flow' : 'unlink-flow', selection, { flowId })}
    />
  );
}

/** Offers a version to a selection; a refusal has been said by then. */
function useOffer(projectId: string | null) {
  const idsOf = useSelectedIds<{ id: string }>('devices');
  const assign = useAssign();
  return async (versionId: string, selection: TableSelection): Promise<string | null> => {
    const ids = await idsOf(selection, (query) => withinProject(query, projectId ?? undefined));
    return ids && (await assign(versionId, ids, OFFERED_DAYS)) ? null : '';
  };
}
