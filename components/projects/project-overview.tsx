'use client';
import Pencil from 'lucide-react/icons/pencil';
import { useTranslations } from 'next-intl';
import { ReplayOf } from '#components/replays/replay-of.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Time } from '#components/ui/time.tsx';
import type { InstallationWeeks } from '#server/measurements/rules.ts';
import { LIMITED, type Limited, type Project } from '#server/projects/contract.ts';
import { ProjectFormDialog } from './project-form.tsx';
import { ProjectLimitsPanel, type TypeOption } from './project-limits.tsx';
import { Used } from './project-table.tsx';
import { ToProjectList } from './to-project-list.tsx';

interface ProjectOverviewProps {
  project: Project;
  types: TypeOption[];
  weeks: InstallationWeeks;
  limitsFixed: boolean;
  mayUpdate: boolean;
  mayLimit: boolean;
  mayReplay: boolean;
}

export function ProjectOverview({
  project,
  types,
  weeks,
  limitsFixed,
  mayUpdate,
  mayLimit,
  mayReplay,
}: ProjectOverviewProps) {
  const t = useTranslations('organization.projects');
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/organization/projects' }, { label: project.name }]} />
      <PageHeader
        title={project.name}
        identifiers={
          project.description ? <span className="max-w-prose">{project.description}</span> : undefined
        }
        actions={
          <>
            {mayReplay ? <ReplayOf of={{ field: 'project', id: project.id, name: project.name }} /> : null}
            {mayUpdate ? (
              <ProjectFormDialog
                key={String(project.modifiedAt)}
                project={project}
                trigger={<Button icon={<Pencil aria-hidden="true" />}>{t('edit')}</Button>}
              />
            ) : null}
          </>
        }
      />
      <div className="grid gap-4 sm:grid-cols-3">
        {LIMITED.map((what) => (
          <Holding key={what} project={project} what={what} />
        ))}
      </div>
      <ProjectLimitsPanel
        project={project}
        types={types}
        weeks={weeks}
        fixed={limitsFixed}
        mayLimit={mayLimit}
      />
      <Panel title={t('facts')} className="mt-4">
        <KeyValues
          look="columns"
          items={[
            {
              key: 'subscription',
              label: t('subscription'),
              value: t(`subscriptions.${project.subscription}`),
            },
            { key: 'id', label: t('id'), value: <Identifier kind="uuid" value={project.id} /> },
            { key: 'created', label: t('created'), value: <Time value={project.createdAt} look="date" /> },
            {
              key: 'modified',
              label: t('modified'),
              value: <Time value={project.modifiedAt} look="date" />,
            },
          ]}
        />
      </Panel>
    </>
  );
}

/** How many of one thing it holds, how many it may, and the way to them. */
function Holding({ project, what }: { project: Project; what: Limited }) {
  const t = useTranslations('organization.projects');
  const limit = project.limits[what];
  return (
    <Panel>
      <h2 className="label-type">{t(what)}</h2>
      <p className="mt-0.5 mb-2 font-semibold text-xl tracking-[-0.015em]">
        <Used project={project} what={what} />
      </p>
      {limit === null ? (
        <p className="text-faint text-sm">{t('noLimit')}</p>
      ) : (
        <Progress label={t('limit')} value={Math.min(project.used[what], limit)} max={limit} countsApart />
      )}
      {what === 'destinations' ? <p className="mt-1.5 text-faint text-xs">{t('countedByFlow')}</p> : null}
      <p className="mt-3">
        <ToProjectList projectId={project.id} href={`/manager/${what}`}>
          {t(`show.${what}`)}
        </ToProjectList>
      </p>
    </Panel>
  );
}
