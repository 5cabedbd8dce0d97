'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { createProject, updateProject } from '#server/projects/actions.ts';
import { type Project, projectCreateSchema, projectUpdateSchema } from '#server/projects/contract.ts';
import { projectKeys } from './queries.ts';

interface ProjectFormDialogProps {
  /** Given: this one is changed; else a new one is made. */
  project?: Pick<Project, 'id' | 'name' | 'description'> | undefined;
  trigger?: ReactElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

export function ProjectFormDialog(props: ProjectFormDialogProps) {
  const { project, trigger } = props;
  const t = useTranslations('organization.projects');
  const ui = useTranslations('ui');
  const [inner, setInner] = useState(false);
  const change = (open: boolean) => {
    setInner(open);
    props.onOpenChange?.(open);
  };
  const form = useProjectForm(props, () => change(false));
  const formId = project ? `project-${project.id}` : 'project-new';
  const button = trigger ?? (
    <Button variant="primary" icon={<Plus aria-hidden="true" />}>
      {t('add')}
    </Button>
  );
  return (
    <Dialog
      open={props.open ?? inner}
      onOpenChange={change}
      {...(props.open === undefined ? { trigger: button } : {})}
      title={t(project ? 'form.editTitle' : 'form.newTitle')}
      description={project ? undefined : t('form.newLead')}
      size="sm"
      holdOpen
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={form.pending}>
            {t(project ? 'form.save' : 'form.create')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
        <TextField
          label={t('name')}
          name="name"
          autoFocus
          maxLength={255}
          placeholder={t('form.namePlaceholder')}
          value={form.values.name}
          error={form.fields.name}
          onChange={(event) => form.set({ name: event.target.value })}
        />
        <TextareaField
          label={t('description')}
          name="description"
          optional
          rows={3}
          maxLength={255}
          value={form.values.description}
          error={form.fields.description}
          onChange={(event) => form.set({ description: event.target.value })}
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
  const act = useAct();
  const parse = useParse();
  const [values, setValues] = useState({
    name: project?.name ?? '',
    description: project?.description ?? '',
  });
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const stale = [projectKeys.all];

  async function create() {
    const parsed = parse(projectCreateSchema, values);
    if (!parsed.ok) return setFields(parsed.fields);
    const done = t('created', { name: parsed.value.name });
    const made = await act(createProject(parsed.value), { done, stale, quiet: true });
    if (!made.ok) return setRefusal(made.words);
    close();
    router.push(`/organization/projects/${made.value.id}`);
  }

  async function update(id: string) {
    const parsed = parse(projectUpdateSchema, { id, ...values });
    if (!parsed.ok) return setFields(parsed.fields);
    const done = t('saved', { name: values.name });
    const saved = await act(updateProject(parsed.value), { done, stale, quiet: true });
    if (!saved.ok) return setRefusal(saved.words);
    close();
  }

  return {
    values,
    fields,
    refusal,
    pending,
    set: (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change })),
    submit: async (event: FormEvent) => {
      event.preventDefault();
      setFields({});
      setRefusal(undefined);
      setPending(true);
      await (project ? update(project.id) : create());
      setPending(false);
    },
  };
}
