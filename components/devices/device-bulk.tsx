'use client';
import { useQueryClient } from '@tanstack/react-query';
import CirclePlay from 'lucide-react/icons/circle-play';
import CircleStop from 'lucide-react/icons/circle-stop';
import Trash2 from 'lucide-react/icons/trash-2';
import Workflow from 'lucide-react/icons/workflow';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { inParts } from '#components/frame/in-parts.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { useSelectedIds } from '#components/frame/use-selected-ids.ts';
import { withinProject } from '#components/frame/within-project.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import { setDevicesStatus } from '#server/devices/actions.ts';
import { BulkDeleteDialog, BulkLinkDialog } from './device-bulk-dialogs.tsx';
import type { NamedOption } from './device-columns.tsx';
import { deviceKeys } from './queries.ts';

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

type Status = 'ACTIVE' | 'DEACTIVATED';
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
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  const idsOf = useSelectedIds('devices');
  return useMemo(() => {
    const set = async (ids: string[], status: Status, undo: boolean): Promise<boolean> => {
      const { done, refused } = await inParts(ids, (part) =>
        answerOf(setDevicesStatus({ ids: part, status })),
      );
      if (done > 0) {
        const back = status === 'ACTIVE' ? 'DEACTIVATED' : 'ACTIVE';
        toast({
          title: t(status === 'ACTIVE' ? 'activated' : 'deactivated', { count: done }),
          ...(undo
            ? { action: { label: t('undo'), onPress: () => void set(ids.slice(0, done), back, false) } }
            : {}),
        });
        router.refresh();
        await client.invalidateQueries({ queryKey: deviceKeys.all });
      }
      if (!refused) return true;
      const reason = words(refused);
      toast({
        title: done > 0 ? t('stopped', { left: ids.length - done, reason }) : reason,
        tone: 'bad',
      });
      return false;
    };
    return async (selection: TableSelection, status: Status) => {
      const ids = await idsOf(selection, (query) => withinProject(query, projectId ?? undefined));
      return ids !== null && set(ids, status, 'ids' in selection.rows);
    };
  }, [t, words, client, router, idsOf, projectId]);
}
