'use client';
import PlugZap from 'lucide-react/icons/plug-zap';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { emptyTableQuery, encodeTableQuery } from '#components/ui/data-table/table-query.ts';
import { type KeyValue, KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { testStoredConnection } from '#server/lora-networks/actions.ts';
import type { ConnectionDetail, ConnectionInside, ConnectionTest } from '#server/lora-networks/contract.ts';
import { ApiFields } from './api-fields.tsx';
import type { ApiProvider } from './api-values.ts';
import { PlanRows } from './plan-rows.tsx';
import { TestSteps } from './test-steps.tsx';
import { useApiForm } from './use-api-form.ts';

/** How devices get registered through this connection. */
export function ApiPanel({
  connection,
  inside,
  mayUpdate,
}: {
  connection: ConnectionDetail;
  inside: ConnectionInside;
  mayUpdate: boolean;
}) {
  const t = useTranslations('connections.api');
  const { provider } = connection;
  return (
    <Panel title={t('title')}>
      <p className="mb-3 text-dim text-sm">{t(provider === 'simulated' ? 'leadSimulated' : 'lead')}</p>
      <RegisteredFacts connection={connection} />
      {provider !== 'simulated' && provider !== 'digital-matter' && mayUpdate ? (
        <ApiForm id={connection.id} inside={inside} provider={provider} />
      ) : (
        <StoredTest connection={connection} mayUpdate={mayUpdate} />
      )}
    </Panel>
  );
}

/** How many go through it, and what they can be given; of another's connection the reader's own devices. */
export function RegisteredFacts({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations('connections.api');
  const plan = useTranslations('lora.plan');
  const { total, pending, failed } = connection.registered;
  const filters = [{ field: 'connection', op: 'is' as const, value: connection.id }];
  const list = `/manager/connectivity/lora?${encodeTableQuery({ ...emptyTableQuery, filters })}`;
  const items: (KeyValue | false)[] = [
    {
      key: 'total',
      label: t('registered'),
      value:
        // Whose devices go through a global connection is each customer's own affair.
        connection.isGlobal && connection.isOwn ? (
          <Quantity value={total} />
        ) : (
          <Link href={list} className="hover:text-accent hover:underline">
            <Quantity value={total} />
          </Link>
        ),
    },
    pending > 0 && { key: 'pending', label: t('pending'), value: <Quantity value={pending} /> },
    failed > 0 && {
      key: 'failed',
      label: t('failed'),
      value: (
        <span className="font-medium text-bad">
          <Quantity value={failed} />
        </span>
      ),
    },
    (connection.provider === 'simulated' || !connection.isOwn) &&
      connection.plans.length > 0 && {
        key: 'plans',
        label: t('plans'),
        value: connection.plans
          .map(({ name, geolocation }) => `${name} (${plan(geolocation ? 'with' : 'without').toLowerCase()})`)
          .join(', '),
      },
  ];
  return (
    <div className="mb-4">
      <KeyValues items={items} />
    </div>
  );
}

function ApiForm({ id, inside, provider }: { id: string; inside: ConnectionInside; provider: ApiProvider }) {
  const t = useTranslations('connections.api');
  const form = useApiForm(id, inside, provider);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.save();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {form.refusal ? <Banner kind="bad" title={form.refusal} /> : null}
      <ApiFields form={form} />
      <PlanRows form={form} />
      <TestSteps outcome={form.outcome} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          icon={<PlugZap aria-hidden="true" />}
          pending={form.pending === 'test'}
          onClick={() => void form.test()}
        >
          {t('test.action')}
        </Button>
        <Button type="submit" variant="primary" pending={form.pending === 'save'}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function StoredTest({ connection, mayUpdate }: { connection: ConnectionDetail; mayUpdate: boolean }) {
  const t = useTranslations('connections.api');
  const act = useAct();
  const [outcome, setOutcome] = useState<ConnectionTest | null>(null);
  const [pending, setPending] = useState(false);
  const test = async () => {
    setPending(true);
    const answer = await act(testStoredConnection({ id: connection.id }));
    setPending(false);
    if (answer.ok) setOutcome(answer.value);
  };
  if (!mayUpdate) return connection.canRegister ? null : <p className="text-faint text-sm">{t('notYet')}</p>;
  return (
    <div className="flex flex-col gap-3">
      <TestSteps outcome={outcome} />
      <Button
        className="self-end"
        icon={<PlugZap aria-hidden="true" />}
        pending={pending}
        onClick={() => void test()}
      >
        {t('test.action')}
      </Button>
    </div>
  );
}
