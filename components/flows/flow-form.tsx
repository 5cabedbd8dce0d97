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
import { Select } from '#components/ui/select.tsx';
import { type Openable, useOpen } from '#components/ui/use-open.ts';
import { createFlow, updateFlow } from '#server/flows/actions.ts';
import { flowCreateSchema, flowUpdateSchema } from '#server/flows/contract.ts';
import { flowKeys } from './queries.ts';

export interface FlowProject {
  id: string;
  name: string;
}

export interface FlowFormDialogProps extends Openable {
  projects: FlowProject[];
  projectId?: string | undefined;
  /** Given: this one is changed; else a new one is made. */
  flow?: { id: string; name: string; description: string | null } | undefined;
  trigger?: ReactElement | undefined;
}

export function FlowFormDialog(props: FlowFormDialogProps) {
  const { flow, trigger, projects } = props;
  const t = useTranslations('flows');
  const dialog = useOpen(
    props,
    trigger ?? (
      <Button variant="primary" icon={<Plus aria-hidden="true" />}>
        {t('add')}
      </Button>
    ),
  );
  const form = useFlowForm(props, () => dialog.onOpenChange(false));
  const formId = flow ? `flow-${flow.id}` : 'flow-new';
  return (
    <Dialog
      {...dialog}
      title={flow ? t('form.editTitle') : t('form.newTitle')}
      description={flow ? undefined : t('form.newLead')}
      size="sm"
      holdOpen
      footer={
        <DialogButtons form={formId} pending={form.pending} disabled={!flow && projects.length === 0}>
          {flow ? t('form.save') : t('form.create')}
        </DialogButtons>
      }
    >
      <form id={formId} onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
        {!flow && projects.length === 0 ? <Banner kind="warn" title={t('form.noProject')} /> : null}
        <NameField
          label={t('form.name')}
          autoFocus
          placeholder={t('form.namePlaceholder')}
          value={form.values.name}
          error={form.fields.name}
          onValueChange={(name) => form.set({ name })}
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
        <DescriptionField
          label={t('form.description')}
          value={form.values.description}
          error={form.fields.description}
          onValueChange={(description) => form.set({ description })}
        />
      </form>
    </Dialog>
  );
}

function useFlowForm({ projects, projectId, flow }: FlowFormDialogProps, close: () => void) {
  const t = useTranslations('flows.form');
  const router = useRouter();
  const [values, setValues] = useState({
    name: flow?.name ?? '',
    description: flow?.description ?? '',
    projectId: projectId ?? (projects.length === 1 ? (projects[0]?.id ?? null) : null),
  });
  const { send, ...sent } = useSend();

  const stale = [flowKeys.all];
  const name = values.name.trim();

  async function create() {
    const input = { ...values, projectId: values.projectId ?? '' };
    const made = await send(flowCreateSchema, input, createFlow, { done: t('created', { name }), stale });
    if (!made) return;
    close();
    router.push(`/manager/flows/${made.value.id}`);
  }

  async function update(id: string) {
    const input = { id, name: values.name, description: values.description };
    const saved = await send(flowUpdateSchema, input, updateFlow, { done: t('saved', { name }), stale });
    if (saved) close();
  }

  return {
    ...sent,
    values,
    set: (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change })),
    submit: (event: FormEvent) => {
      event.preventDefault();
      void (flow ? update(flow.id) : create());
    },
  };
}
