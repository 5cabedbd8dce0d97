'use client';
import Download from 'lucide-react/icons/download';
import Undo2 from 'lucide-react/icons/undo-2';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { InstructionText } from '#components/downlinks/instruction-text.tsx';
import { FileLink } from '#components/frame/file-link.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { useFile } from '#components/frame/use-file.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Time } from '#components/ui/time.tsx';
import { cancelBulkTask, confirmBulkTask, undoBulkTask } from '#server/bulk-tasks/actions.ts';
import { type BulkKindFacts, type BulkTask, FINAL_KINDS, VERDICTS } from '#server/bulk-tasks/contract.ts';
import { MappingPanel } from './mapping-panel.tsx';
import type { Choices } from './option-fields.tsx';
import { bulkKeys, useBulkTask } from './queries.ts';
import { RowTable, type RowTableProps } from './row-table.tsx';
import { TaskPill, useTaskTitle } from './task-state.tsx';
import { useReasonText, useVerdictWords } from './words.ts';

interface TaskPageProps {
  painted: BulkTask;
  /** null: this person may not do such a task. */
  facts: BulkKindFacts | null;
  choices: Choices;
  rows: Omit<RowTableProps, 'task'>;
}

/** A bulk task from its plan to its report. */
export function TaskPage({ painted, facts, choices, rows }: TaskPageProps) {
  const task = useBulkTask(painted);
  const titleOf = useTaskTitle();
  const t = useTranslations('bulk');
  const waits = task.state === 'draft' || task.state === 'planned';
  return (
    <>
      <PageHeader
        title={titleOf(task)}
        pill={<TaskPill of={task} />}
        identifiers={
          <>
            <span>{task.fileName ?? t(`source.${task.source}`)}</span>
            <span>{task.actor.name}</span>
            <Time value={task.createdAt} />
          </>
        }
        actions={<Actions task={task} mayRun={facts !== null} />}
      />
      <div className="flex flex-col gap-4">
        <Notices task={task} />
        {waits && task.sheet && facts ? (
          <MappingPanel
            key={JSON.stringify([task.mapping, task.options])}
            task={task}
            sheet={task.sheet}
            facts={facts}
            choices={choices}
          />
        ) : null}
        {task.options.instruction ? (
          <Panel title={t('instruction')}>
            <InstructionText of={task.options.instruction} />
          </Panel>
        ) : null}
        {task.state === 'draft' ? null : <Counts task={task} />}
        {task.state === 'planning' || task.state === 'draft' ? null : (
          <RowTable
            key={`${task.state === 'running'}`}
            task={task}
            initial={task.state === painted.state ? rows.initial : undefined}
            views={rows.views}
          />
        )}
      </div>
    </>
  );
}

function Notices({ task }: { task: BulkTask }) {
  const t = useTranslations('bulk');
  const format = useFormatter();
  const reasonText = useReasonText();
  const { of, by, until, offered } = task.undo;
  return (
    <>
      {task.failure ? <Banner kind="bad" title={reasonText(task.failure)} /> : null}
      {task.state === 'planned' ? (
        <Banner kind="info" title={t('nothingYet')}>
          {t('nothingYetText')}
        </Banner>
      ) : null}
      {of ? (
        <Banner title={t('undoes')}>
          <Link className="link" href={`/manager/bulk-tasks/${of.id}`}>
            {t('toThatReport')}
          </Link>
        </Banner>
      ) : null}
      {by ? (
        <Banner title={t('undone')}>
          <Link className="link" href={`/manager/bulk-tasks/${by.id}`}>
            {t('toThatReport')}
          </Link>
        </Banner>
      ) : null}
      {offered && until ? (
        <p className="text-dim text-sm">
          {t('undoUntil', {
            time: format.dateTime(new Date(until), { dateStyle: 'medium', timeStyle: 'short' }),
          })}
        </p>
      ) : null}
    </>
  );
}

function Counts({ task }: { task: BulkTask }) {
  const t = useTranslations('bulk');
  const format = useFormatter();
  const words = useVerdictWords(task.kind);
  const shown = VERDICTS.filter((verdict) => task.planned[verdict]);
  const isPlanning = task.state === 'planning';
  return (
    <Panel>
      {isPlanning ? (
        <Progress label={t('planningNow')} value={null} max={task.total} />
      ) : (
        <div className="flex flex-col gap-3">
          <dl className="flex flex-wrap gap-x-8 gap-y-2">
            {shown.map((verdict) => (
              <div key={verdict}>
                <dt className="text-dim text-sm first-letter:uppercase">{words.many(verdict)}</dt>
                <dd
                  className={
                    verdict === 'refuse' ? 'font-semibold text-bad text-lg' : 'font-semibold text-lg'
                  }
                >
                  {format.number(task.planned[verdict] ?? 0)}
                </dd>
              </div>
            ))}
          </dl>
          {task.confirmedAt ? (
            <Progress
              label={t('doneOf', { done: task.done, failed: task.failed })}
              value={task.done + task.failed}
              max={task.toDo}
              failed={task.failed}
            />
          ) : null}
        </div>
      )}
    </Panel>
  );
}

function Actions({ task, mayRun }: { task: BulkTask; mayRun: boolean }) {
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
