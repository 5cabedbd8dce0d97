'use client';
import Download from 'lucide-react/icons/download';
import Undo2 from 'lucide-react/icons/undo-2';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { FileLink } from '#components/frame/file-link.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { useFile } from '#components/frame/use-file.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { cancelBulkTask, confirmBulkTask, undoBulkTask } from '#server/bulk-tasks/actions.ts';
import { type BulkTask, FINAL_KINDS } from '#server/bulk-tasks/contract.ts';
import { bulkKeys } from './queries.ts';

/** What there is to do with a bulk task as it stands: start it, end it, take it back, and fetch what it made. */
export function TaskActions({ task, mayRun }: { task: BulkTask; mayRun: boolean }) {
  const t = useTranslations('bulk');
  const act = useAct();
  const router = useRouter();
  const stale = [bulkKeys.all];
  const instructs = task.kind === 'send-instruction';
  const said = async (asked: ReturnType<typeof confirmBulkTask>, done: string) => {
    const answer = await act(asked, { done, stale, quiet: true });
    return answer.ok ? undefined : answer.words;
  };
  const undo = async () => {
    const answer = await act(undoBulkTask({ id: task.id }), { stale, quiet: true });
    if (!answer.ok) return answer.words;
    router.push(`/manager/bulk-tasks/${answer.value.id}`);
    return undefined;
  };
  const what =
    task.source === 'undo' || FINAL_KINDS.includes(task.kind) ? 'final' : instructs ? 'send' : 'other';
  const isOver = ['done', 'cancelled'].includes(task.state);
  const failing = (task.planned.refuse ?? 0) + task.failed;
  return (
    <>
      {task.hasFile && failing > 0 && mayRun ? (
        <FileLink href={`/downloads/bulk-tasks/${task.id}/failing`} icon={<Download aria-hidden="true" />}>
          {t('failingRows')}
        </FileLink>
      ) : null}
      {isOver ? <ResultButton task={task} /> : null}
      {mayRun && task.undo.offered ? (
        <ConfirmDialog
          trigger={<Button icon={<Undo2 aria-hidden="true" />}>{t('undo')}</Button>}
          title={t('undoTitle')}
          confirmLabel={t('undo')}
          danger={false}
          onConfirm={undo}
        >
          {t('undoText', { count: task.done, what })}
        </ConfirmDialog>
      ) : null}
      {mayRun && !isOver && task.state !== 'failed' ? (
        <ConfirmDialog
          trigger={<Button>{t('cancel')}</Button>}
          title={t('cancelTitle')}
          confirmLabel={t('cancel')}
          onConfirm={() => said(cancelBulkTask({ id: task.id }), t('cancelled'))}
        >
          {t('cancelText', { what })}
        </ConfirmDialog>
      ) : null}
      {mayRun && task.state === 'planned' && task.toDo > 0 ? (
        <ConfirmDialog
          trigger={<Button variant="primary">{t('confirm', { count: task.toDo })}</Button>}
          title={t('confirmTitle')}
          confirmLabel={t('confirm', { count: task.toDo })}
          danger={task.kind === 'delete-devices'}
          onConfirm={() => said(confirmBulkTask({ id: task.id }), t('confirmed'))}
        >
          {t('confirmText', { count: task.toDo, refused: task.planned.refuse ?? 0, what })}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** A form, because reading it takes the keys out of the portal. */
function ResultButton({ task }: { task: BulkTask }) {
  const t = useTranslations('bulk');
  const { fetchFile, pending } = useFile();
  const isWaiting = task.secrets === 'waiting';
  const address = `/downloads/bulk-tasks/${task.id}/result`;
  return (
    <form
      method="post"
      action={address}
      onSubmit={(event) => {
        event.preventDefault();
        fetchFile(address, 'POST');
      }}
    >
      <Button
        type="submit"
        pending={pending}
        variant={isWaiting ? 'primary' : undefined}
        icon={<Download aria-hidden="true" />}
      >
        {t(isWaiting ? 'resultWithKeys' : task.secrets === 'again' ? 'resultWithKeysAgain' : 'result')}
      </Button>
    </form>
  );
}
