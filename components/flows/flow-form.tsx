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
import { Select } from '#components/ui/select.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { createFlow, updateFlow } from '#server/flows/actions.ts';
import { flowCreateSchema, flowUpdateSchema } from '#server/flows/contract.ts';
import { flowKeys } from './queries.ts';

export interface FlowProject {
  id: string;
  name: string;
}

export interface FlowFormDialogProps {
  projects: FlowProject[];
  projectId?: string | undefined;
  /** Given: this one is changed; else a new one is made. */
  flow?: { id: string; name: string; description: string | null } | undefined;
  trigger?: ReactElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

export function FlowFormDialog(props: FlowFormDialogProps) {
  const { flow, trigger, projects } = props;
  const t = useTranslations('flows');
  const ui = useTranslations('ui');
  const [inner, setInner] = useState(false);
  const change = (open: boolean) => {
    setInner(open);
    props.onOpenChange?.(open);
  };
  const form = useFlowForm(props, () => change(false));
  const formId = flow ? `flow-${flow.id}` : 'flow-new';
  return (
    <Dialog
      open={props.open ?? inner}
      onOpenChange={change}
      {...(props.open === undefined
        ? {
            trigger: trigger ?? (
              <Button variant="primary" icon={<Plus aria-hidden="true" />}>
                {t('add')}
              </Button>
            ),
          }
        : {})}
      title={flow ? t('form.editTitle') : t('form.newTitle')}
      description={flow ? undefined : t('form.newLead')}
      size="sm"
      holdOpen
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            pending={form.pending}
            disabled={!flow && projects.length === 0}
          >
            {flow ? t('form.save') : t('form.create')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
        {!flow && projects.length === 0 ? <Banner kind="warn" title={t('form.noProject')} /> : null}
        <TextField
          label={t('form.name')}
          name="name"
          autoFocus
          maxLength={255}
          placeholder={t('form.namePlaceholder')}
          value={form.values.name}
          error={form.fields.name}
          onChange={(event) => form.set({ name: event.target.value })}
        />
        {flow ? null : (
          <Select
            label={t('form.project')}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            value={form.values.projectId}
            error={form.fields.projectId}
            onValueChange={(projectId) => form.set({ projectId })}
          />
        )}
        <TextareaField
          label={t('form.description')}
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

function useFlowForm({ projects, projectId, flow }: FlowFormDialogProps, close: () => void) {
  const t = useTranslations('flows.form');
  const router = useRouter();
  const act = useAct();
  const parse = useParse();
  const [values, setValues] = useState({
    name: flow?.name ?? '',
    description: flow?.description ?? '',
    projectId: projectId ?? (projects.length === 1 ? (projects[0]?.id ?? null) : null),
  });
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);

  async function create() {
    const parsed = parse(flowCreateSchema, values);
    if (!parsed.ok) return setFields(parsed.fields);
    const done = t('created', { name: parsed.value.name });
    const made = await act(createFlow(parsed.value), { done, stale: [flowKeys.all], quiet: true });
    if (!made.ok) return setRefusal(made.words);
    close();
    router.push(`/manager/flows/${made.value.id}`);
  }

  async function update(id: string) {
    const parsed = parse(flowUpdateSchema, { id, name: values.name, description: values.description });
    if (!parsed.ok) return setFields(parsed.fields);
    const done = t('saved', { name: values.name });
    const saved = await act(updateFlow(parsed.value), { done, stale: [flowKeys.all], quiet: true });
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
      await (flow ? update(flow.id) : create());
      setPending(false);
    },
  };
}
