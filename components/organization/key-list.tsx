'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { useClock } from '#components/ui/now.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import { revokeApiKey } from '#server/api-keys/actions.ts';
import type { ApiKey } from '#server/api-keys/contract.ts';
import { NewKeyDialog } from './new-key.tsx';
import { RoleChips } from './role-chips.tsx';
import { TokenExample } from './token-example.tsx';

export interface KeyListProps {
  keys: ApiKey[];
  origin: string;
  may: { create: boolean; revoke: boolean };
}

export function KeyList({ keys, origin, may }: KeyListProps) {
  const t = useTranslations('organization.keys');
  if (keys.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<KeyRound aria-hidden="true" />}
          title={t('emptyTitle')}
          action={may.create ? <NewKeyDialog origin={origin} /> : undefined}
        >
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  }
  const head = [
    { label: t('name') },
    { label: t('clientId') },
    { label: t('roles') },
    { label: t('state') },
    { label: t('used'), end: true },
    { label: t('expires'), end: true },
    { label: <span className="sr-only">{t('revoke')}</span> },
  ];
  return (
    <div className="flex flex-col gap-4">
      <ListTable label={t('title')} head={head}>
        {keys.map((key) => (
          <KeyRow key={key.id} of={key} mayRevoke={may.revoke} />
        ))}
      </ListTable>
      <Panel title={t('example')}>
        <p className="mb-2 text-dim text-sm">{t('exampleLead')}</p>
        <TokenExample
          origin={origin}
          clientId={keys.find((key) => !key.revokedAt)?.clientId ?? '<client id>'}
        />
      </Panel>
    </div>
  );
}

function KeyRow({ of, mayRevoke }: { of: ApiKey; mayRevoke: boolean }) {
  const t = useTranslations('organization.keys');
  const act = useAct();
  const now = useClock();
  const expired = of.expiresAt !== null && new Date(of.expiresAt) <= now;
  const state = of.revokedAt ? 'revoked' : expired ? 'expired' : 'active';
  const revoke = async () => {
    const answer = await act(revokeApiKey({ id: of.id }), {
      done: t('revokedNow', { name: of.name }),
      quiet: true,
    });
    return answer.ok ? undefined : answer.words;
  };
  return (
    <tr className={state === 'active' ? 'hover:bg-hover' : 'text-dim hover:bg-hover'}>
      <ListCell first>
        <span className="block max-w-[40vw] sm:max-w-64 truncate font-medium">{of.name}</span>
        <span className="block max-w-[40vw] sm:max-w-64 truncate text-faint text-xs">{of.description}</span>
      </ListCell>
      <ListCell>
        <Identifier value={of.clientId} />
      </ListCell>
      <ListCell wrap className="min-w-56">
        <RoleChips roles={of.roles} />
      </ListCell>
      <ListCell>
        <Pill tone={state === 'active' ? 'good' : 'idle'}>{t(state)}</Pill>
      </ListCell>
      <ListCell end>
        {of.lastUsedAt ? <Time value={of.lastUsedAt} /> : <span className="text-faint">{t('never')}</span>}
      </ListCell>
      <ListCell end>
        {of.expiresAt ? (
          <Time value={of.expiresAt} look="ago" />
        ) : (
          <span className="text-faint">{t('never')}</span>
        )}
      </ListCell>
      <ListCell end>
        {mayRevoke && state === 'active' ? (
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
        ) : null}
      </ListCell>
    </tr>
  );
}
