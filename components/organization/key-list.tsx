'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useAct } from '#components/frame/use-act.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Identifier } from '#components/ui/identifier.tsx';
import { useClock } from '#components/ui/now.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import { revokeApiKey } from '#server/api-keys/actions.ts';
import type { ApiKey } from '#server/api-keys/contract.ts';
import { keyList, stateOfKey } from '#server/api-keys/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { NewKeyDialog } from './new-key.tsx';
import { RoleChips } from './role-chips.tsx';
import { TokenExample } from './token-example.tsx';

export interface KeyListProps {
  keys: ApiKey[];
  views: TableViewItem[];
  origin: string;
  may: { create: boolean; revoke: boolean };
}

export function KeyList({ keys, views, origin, may }: KeyListProps) {
  const t = useTranslations('organization.keys');
  return (
    <div className="flex flex-col gap-4">
      <HeldTable
        id="api-keys"
        label={t('title')}
        columns={useColumns(keys, may.revoke)}
        rows={keys}
        rowId={(row) => row.id}
        list={keyList}
        views={useTableViews('api-keys', views)}
        exportHref={exportHref('api-keys')}
        rowLines={2}
        height="auto"
        searchPlaceholder={t('search')}
        empty={{
          icon: <KeyRound aria-hidden="true" />,
          title: t('emptyTitle'),
          text: t('emptyText'),
          action: may.create ? <NewKeyDialog origin={origin} /> : undefined,
        }}
      />
      {keys.length > 0 ? (
        <Panel title={t('example')}>
          <p className="mb-2 text-dim text-sm">
            {t.rich('exampleLead', {
              docs: (text) => (
                <a href="/api/docs" className="font-medium text-accent hover:underline">
                  {text}
                </a>
              ),
            })}
          </p>
          <TokenExample
            origin={origin}
            clientId={keys.find((key) => !key.revokedAt)?.clientId ?? '<client id>'}
          />
        </Panel>
      ) : null}
    </div>
  );
}

function useColumns(keys: ApiKey[], mayRevoke: boolean): DataColumn<ApiKey>[] {
  const t = useTranslations('organization.keys');
  return useMemo(() => {
    const roles = [...new Set(keys.flatMap((key) => key.roles))].sort();
    return [
      {
        id: 'name',
        header: t('name'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <NameCell name={row.name}>{row.description}</NameCell>,
      },
      {
        id: 'clientId',
        header: t('clientId'),
        phone: 'left',
        filter: { kind: 'text' },
        cell: (row) => <Identifier value={row.clientId} />,
      },
      {
        id: 'roles',
        header: t('roles'),
        phone: 'wide',
        filter: { kind: 'enum', options: roles.map((value) => ({ value, label: value })) },
        cell: (row) => <RoleChips roles={row.roles} />,
      },
      {
        id: 'state',
        header: t('state'),
        phone: 'corner',
        width: 110,
        filter: {
          kind: 'enum',
          options: (['active', 'expired', 'revoked'] as const).map((value) => ({ value, label: t(value) })),
        },
        cell: (row) => <KeyState of={row} />,
      },
      ...momentColumns(t),
      ...(mayRevoke ? [revokeColumn(t('revoke'))] : []),
    ];
  }, [t, keys, mayRevoke]);
}

function momentColumns(t: ReturnType<typeof useTranslations<'organization.keys'>>): DataColumn<ApiKey>[] {
  const moment = (id: 'used' | 'expires', of: (row: ApiKey) => Date | null): DataColumn<ApiKey> => ({
    id,
    header: t(id),
    align: 'end',
    width: 120,
    sortable: true,
    filter: { kind: 'date' },
    cell: (row) => {
      const at = of(row);
      return at ? <Time value={at} look="ago" /> : <span className="text-faint">{t('never')}</span>;
    },
  });
  return [moment('used', (row) => row.lastUsedAt), moment('expires', (row) => row.expiresAt)];
}

function revokeColumn(header: string): DataColumn<ApiKey> {
  return {
    id: 'revoke',
    header,
    align: 'end',
    width: 100,
    phone: 'right',
    cell: (row) => <Revoke of={row} />,
  };
}

function KeyState({ of }: { of: ApiKey }) {
  const t = useTranslations('organization.keys');
  const state = stateOfKey(of, useClock());
  return <Pill tone={state === 'active' ? 'good' : 'idle'}>{t(state)}</Pill>;
}

function Revoke({ of }: { of: ApiKey }) {
  const t = useTranslations('organization.keys');
  const act = useAct();
  const state = stateOfKey(of, useClock());
  const revoke = async () => {
    const answer = await act(revokeApiKey({ id: of.id }), {
      done: t('revokedNow', { name: of.name }),
      quiet: true,
    });
    return answer.ok ? undefined : answer.words;
  };
  if (state !== 'active') return null;
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" aria-label={`${t('revoke')}: ${of.name}`}>
          {t('revoke')}
        </Button>
      }
      title={t('revokeTitle', { name: of.name })}
      confirmLabel={t('revoke')}
      onConfirm={revoke}
    >
      {t('revokeText')}
    </ConfirmDialog>
  );
}
