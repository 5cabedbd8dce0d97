'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useLinkMany } from '#components/flows/use-link-many.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { useSelectedIds } from '#components/frame/use-selected-ids.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { toast } from '#components/ui/toast.tsx';
import { deleteDevice } from '#server/devices/actions.ts';
import type { NamedOption } from './device-columns.tsx';
import { deviceKeys } from './queries.ts';

interface LinkProps {
  selection: TableSelection | null;
  flows: (NamedOption & { projectId: string })[];
  projectId: string | null;
  onClose: (done: boolean) => void;
}

export function BulkLinkDialog({ selection, flows, projectId, onClose }: LinkProps) {
  const t = useTranslations('devices.bulk');
  const ui = useTranslations('ui');
  const linkMany = useLinkMany();
  const idsOf = useSelectedIds('devices');
  const [flowId, setFlowId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const offered = flows
    .filter((flow) => !projectId || flow.projectId === projectId)
    .map(({ id, name }) => ({ value: id, label: name }));
  const run = async () => {
    if (!selection || !flowId) return;
    setPending(true);
    setRefusal(undefined);
    const ids = await idsOf(selection, (query) => withinProject(query, projectId ?? undefined));
    const refused = ids ? await linkMany('linked', flowId, ids) : null;
    setPending(false);
    if (refused) setRefusal(refused);
    else if (ids) onClose(true);
  };
  return (
    <Dialog
      open={selection !== null}
      onOpenChange={(open) => !open && !pending && onClose(false)}
      size="sm"
      title={t('linkTitle', { count: selection?.count ?? 0 })}
      description={t('linkText')}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" disabled={!flowId} pending={pending} onClick={() => void run()}>
            {t('link')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <Combobox
          label={t('flow')}
          options={offered}
          value={offered.find((option) => option.value === flowId) ?? null}
          onValueChange={(option) => setFlowId(option?.value ?? null)}
          emptyText={t('noFlow')}
        />
      </div>
    </Dialog>
  );
}

interface DeleteProps {
  selection: TableSelection | null;
  projectId: string | null;
  onClose: (done: boolean) => void;
}

/** One after the other: each is a transaction of its own, and what cannot be deleted stops nothing. */
export function BulkDeleteDialog({ selection, projectId, onClose }: DeleteProps) {
  const t = useTranslations('devices.bulk');
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  const idsOf = useSelectedIds('devices');
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null);
  const count = selection?.count ?? 0;
  const run = async (): Promise<string | undefined> => {
    const ids = selection
      ? await idsOf(selection, (query) => withinProject(query, projectId ?? undefined))
      : null;
    if (!ids) return undefined;
    const refused: string[] = [];
    for (const [index, id] of ids.entries()) {
      setProgress({ done: index, of: ids.length });
      const answer = await answerOf(deleteDevice({ id }));
      if (!answer.ok) refused.push(words(answer.error));
    }
    setProgress(null);
    void client.invalidateQueries({ queryKey: deviceKeys.all });
    router.refresh();
    const deleted = ids.length - refused.length;
    if (deleted > 0) toast({ title: t('deleted', { count: deleted }) });
    if (refused.length > 0) return t('notDeleted', { count: refused.length, reason: refused[0] ?? '' });
    onClose(true);
    return undefined;
  };
  return (
    <ConfirmDialog
      open={selection !== null}
      onOpenChange={(open) => !open && onClose(false)}
      title={t('deleteTitle', { count })}
      confirmLabel={t('delete')}
      {...(count > 1 ? { typedName: String(count) } : {})}
      onConfirm={run}
    >
      <p>{t('deleteText', { count })}</p>
      {progress ? <Progress label={t('deleting')} value={progress.done} max={progress.of} /> : null}
    </ConfirmDialog>
  );
}
