'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { Destination, DestinationCreated } from '#server/destinations/contract.ts';
import { AdvancedFields, AuthenticationFields, RequestFields, SigningFields } from './https-fields.tsx';
import { TestMessage } from './test-message.tsx';
import { useHttpsForm } from './use-https-form.ts';

export interface HttpsFormProps {
  /** Given: its settings are changed; else a new one is made. */
  destination?: Destination | undefined;
  /** A new one is linked to it at once. */
  flow?: { id: string; name: string } | undefined;
}

export function HttpsForm({ destination, flow }: HttpsFormProps) {
  const t = useTranslations('destinations.form');
  const ui = useTranslations('ui');
  const form = useHttpsForm(destination, flow?.id);
  const router = useRouter();
  const [made, setMade] = useState<DestinationCreated | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name } = form.values;
    if (destination) {
      if (!(await form.update(destination.id))) return;
      form.forgetSecrets();
      toast({ title: t('saved', { name }) });
      router.refresh();
      return;
    }
    const created = await form.create();
    if (!created) return;
    toast({ title: t('created', { name }) });
    if (Object.keys(created.generatedSecrets).length > 0) setMade(created);
    else leave(created.id);
  };
  const leave = (id: string) => {
    router.push(flow ? `/manager/flows/${flow.id}/destinations` : `/manager/destinations/${id}`);
    router.refresh();
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
      <form onSubmit={submit} noValidate className="flex min-w-0 flex-col gap-4">
        {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
        {flow ? <Banner kind="info" title={t('forFlow', { name: flow.name })} /> : null}
        <Panel title={t('general')}>
          <div className="flex flex-col gap-4">
            <NameField
              label={t('name')}
              placeholder={t('namePlaceholder')}
              error={form.fields.name}
              value={form.values.name}
              onValueChange={(name) => form.set({ name })}
            />
            <DescriptionField
              label={t('description')}
              rows={2}
              error={form.fields.description}
              value={form.values.description}
              onValueChange={(description) => form.set({ description })}
            />
          </div>
        </Panel>
        <Panel title={t('request')}>
          <div className="flex flex-col gap-4">
            <RequestFields form={form} />
            <AuthenticationFields form={form} />
            <AdvancedFields form={form} />
          </div>
        </Panel>
        <Panel title={t('signing')}>
          <div className="flex flex-col gap-4">
            <SigningFields key={destination?.modifiedAt.toString()} form={form} />
          </div>
        </Panel>
        <div className="flex flex-wrap justify-end gap-2">
          {destination ? null : <ButtonLink href="/manager/destinations">{ui('cancel')}</ButtonLink>}
          <Button type="submit" variant="primary" pending={form.pending === 'save'}>
            {destination ? t('save') : t('create')}
          </Button>
        </div>
      </form>
      <div className="lg:sticky lg:top-16">
        <TestMessage
          outcome={form.outcome}
          pending={form.pending === 'test'}
          onSend={() => void form.test()}
        />
      </div>
      <MadeSecrets name={form.values.name} made={made} onDone={leave} />
    </div>
  );
}

interface MadeSecretsProps {
  name: string;
  made: DestinationCreated | null;
  onDone: (id: string) => void;
}

function MadeSecrets({ name, made, onDone }: MadeSecretsProps) {
  const t = useTranslations('destinations.form');
  const secrets = made?.generatedSecrets ?? {};
  const [first, ...rest] = Object.entries(secrets);
  const label = (of: string) => (of === 'sharedSecret' || of === 'signingSecret' ? t(of) : of);
  const also = first?.[0] === 'sharedSecret' ? rest : Object.entries(secrets).slice(1);
  return (
    <SecretOnce
      secret={first?.[1] ?? null}
      title={t('secretsTitle', { name })}
      description={first ? `${label(first[0])}. ${t('secretsLead')}` : undefined}
      also={also.map(([key, value]) => ({ label: label(key), value }))}
      onDone={() => made && onDone(made.id)}
    />
  );
}
