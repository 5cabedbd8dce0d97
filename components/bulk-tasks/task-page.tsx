'use client';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { InstructionText } from '#components/downlinks/instruction-text.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Time } from '#components/ui/time.tsx';
import { type BulkKindFacts, type BulkTask, VERDICTS } from '#server/bulk-tasks/contract.ts';
import { MappingPanel } from './mapping-panel.tsx';
import type { Choices } from './option-fields.tsx';
import { useBulkTask } from './queries.ts';
import { RowTable, type RowTableProps } from './row-table.tsx';
import { TaskActions } from './task-actions.tsx';
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
        actions={<TaskActions task={task} mayRun={facts !== null} />}
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
