'use client';
import CirclePlay from 'lucide-react/icons/circle-play';
import CircleStop from 'lucide-react/icons/circle-stop';
import Trash2 from 'lucide-react/icons/trash-2';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { setDevicesStatus } from '#server/devices/actions.ts';
import { BulkDeleteDialog, BulkLinkDialog } from './device-bulk-dialogs.tsx';
import type { NamedOption } from './device-columns.tsx';
import { deviceKeys } from './queries.ts';
import { chunksOf, useSelectedIds } from './selected-ids.ts';

export interface DeviceRights {
  create: boolean;
  update: boolean;
  delete: boolean;
  link: boolean;
}

interface BulkProps {
  rights: DeviceRights;
  flows: (NamedOption & { projectId: string })[];
  projectId: string | null;
}

type Asked = { kind: 'link' | 'delete'; selection: TableSelection; settle: (done: boolean) => void };

/** What can be done with many devices at once, each only for who may do it. */
export function useDeviceBulk({ rights, flows, projectId }: BulkProps): {
  actions: BulkAction[];
  dialogs: ReactNode;
} {
  const t = useTranslations('devices.bulk');
  const setStatus = useStatusOfMany(projectId);
  const [asked, setAsked] = useState<Asked | null>(null);
  const settled = useRef(asked);
  settled.current = asked;
  const actions = useMemo((): BulkAction[] => {
    const ask = (kind: Asked['kind']) => (selection: TableSelection) =>
      new Promise<boolean>((settle) => setAsked({ kind, selection, settle }));
    return [
      ...(rights.update
        ? [
            {
              id: 'activate',
              label: t('activate'),
              icon: <CirclePlay aria-hidden="true" />,
              onRun: (selection: TableSelection) => setStatus(selection, 'ACTIVE'),
            },
            {
              id: 'deactivate',
              label: t('deactivate'),
              icon: <CircleStop aria-hidden="true" />,
              onRun: (selection: TableSelection) => setStatus(selection, 'DEACTIVATED'),
            },
          ]
        : []),
      ...(rights.link
        ? [{ id: 'link', label: t('link'), icon: <Workflow aria-hidden="true" />, onRun: ask('link') }]
        : []),
      ...(rights.delete
        ? [
            {
              id: 'delete',
              label: t('delete'),
              icon: <Trash2 aria-hidden="true" />,
              danger: true,
              onRun: ask('delete'),
            },
          ]
        : []),
    ];
  }, [t, rights, setStatus]);
  const close = (done: boolean) => {
    settled.current?.settle(done);
    setAsked(null);
  };
  const dialogs = (
    <>
      <BulkLinkDialog
        selection={asked?.kind === 'link' ? asked.selection : null}
        flows={flows}
        projectId={projectId}
        onClose={close}
      />
      <BulkDeleteDialog
        selection={asked?.kind === 'delete' ? asked.selection : null}
        projectId={projectId}
        onClose={close}
      />
    </>
  );
  return { actions, dialogs };
}

function useStatusOfMany(projectId: string | null) {
  const t = useTranslations('devices.bulk');
  const act = useAct();
  const idsOf = useSelectedIds(projectId);
  return useMemo(() => {
    const set = async (ids: string[], status: 'ACTIVE' | 'DEACTIVATED', undo: boolean): Promise<boolean> => {
      const parts = chunksOf(ids, 500);
      for (const [index, part] of parts.entries()) {
        const last = index === parts.length - 1;
        const back = status === 'ACTIVE' ? 'DEACTIVATED' : 'ACTIVE';
        const said = t(status === 'ACTIVE' ? 'activated' : 'deactivated', { count: ids.length });
        const done = await act(setDevicesStatus({ ids: part, status }), {
          stale: last ? [deviceKeys.all] : [],
          ...(last ? { done: said } : {}),
          ...(last && undo ? { undo: { label: t('undo'), run: () => void set(ids, back, false) } } : {}),
        });
        if (!done.ok) return false;
      }
      return true;
    };
    return async (selection: TableSelection, status: 'ACTIVE' | 'DEACTIVATED') => {
      const ids = await idsOf(selection);
      return ids !== null && set(ids, status, selection.kind === 'ids');
    };
  }, [t, act, idsOf]);
}
