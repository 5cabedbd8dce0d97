'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { type Openable, useOpen } from '#components/ui/use-open.ts';
import { createProject, updateProject } from '#server/projects/actions.ts';
import { type Project, projectCreateSchema, projectUpdateSchema } from '#server/projects/contract.ts';
import { projectKeys } from './queries.ts';

interface ProjectFormDialogProps extends Openable {
  /** Given: this one is changed; else a new one is made. */
  project?: Pick<Project, 'id' | 'name' | 'description'> | undefined;
  trigger?: ReactElement | undefined;
}

export function ProjectFormDialog(props: ProjectFormDialogProps) {
  const { project, trigger } = props;
  const t = useTranslations('organization.projects');
  const dialog = useOpen(
    props,
    trigger ?? (
      <Button variant="primary" icon={<Plus aria-hidden="true" />}>
        {t('add')}
      </Button>
    ),
  );
  const form = useProjectForm(props, () => dialog.onOpenChange(false));
  const formId = project ? `project-${project.id}` : 'project-new';
  return (
    <Dialog
      {...dialog}
      title={t(project ? 'form.editTitle' : 'form.newTitle')}
      description={project ? undefined : t('form.newLead')}
      size="sm"
      holdOpen
      footer={
        <DialogButtons form={formId} pending={form.pending}>
          {t(project ? 'form.save' : 'form.create')}
        </DialogButtons>
      }
    >
      <form id={formId} onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
        <NameField
          label={t('name')}
          autoFocus
          placeholder={t('form.namePlaceholder')}
          value={form.values.name}
          error={form.fields.name}
          onValueChange={(name) => form.set({ name })}
        />
        <DescriptionField
          label={t('description')}
          value={form.values.description}
          error={form.fields.description}
          onValueChange={(description) => form.set({ description })}
        />
      </form>
    </Dialog>
  );
}

/** The project picker's "New project" leads here with `?new`; closing takes it out of the address again. */
export function NewProjectDialog() {
  const [params, change] = useUrlParams();
  return (
    <ProjectFormDialog
      open={params.has('new')}
      onOpenChange={(open) => !open && change((address) => address.delete('new'))}
    />
  );
}

function useProjectForm({ project }: ProjectFormDialogProps, close: () => void) {
  const t = useTranslations('organization.projects.form');
  const router = useRouter();
  const [values, setValues] = useState({
    name: project?.name ?? '',
    description: project?.description ?? '',
  });
  const { send, ...sent } = useSend();
  const stale = [projectKeys.all];
  const name = values.name.trim();

  async function create() {
    const made = await send(projectCreateSchema, values, createProject, {
      done: t('created', { name }),
      stale,
    });
    if (!made) return;
    close();
    router.push(`/organization/projects/${made.value.id}`);
  }

  async function update(id: string) {
    const input = { id, ...values };
    const saved = await send(projectUpdateSchema, input, updateProject, {
      done: t('saved', { name }),
      stale,
    });
    if (saved) close();
  }

  return {
    ...sent,
    values,
    set: (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change })),
    submit: (event: FormEvent) => {
      event.preventDefault();
      void (project ? update(project.id) : create());
    },
  };
}
