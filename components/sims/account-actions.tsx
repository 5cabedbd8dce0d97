'use client';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useTranslations } from 'next-intl';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { DeleteMenu } from '#components/frame/delete-menu.tsx';
import { OnOffButton } from '#components/frame/on-off-button.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import type { SimAccountDetail } from '#server/sims/account-contract.ts';
import { deleteSimAccount, syncSimAccount, updateSimAccount } from '#server/sims/actions.ts';
import { EditAccountDialog } from './account-form.tsx';
import type { AccountRights } from './account-page.tsx';
import { simKeys } from './queries.ts';

export function AccountActions({ account, may }: { account: SimAccountDetail; may: AccountRights }) {
  const t = useTranslations('sims.accounts');
  const { id, name, sims, linked } = account;
  return (
    <>
      {may.update ? (
        <>
          {account.status === 'active' ? <ListNow account={account} /> : null}
          <SwitchButton account={account} />
          <EditAccountDialog key={String(account.modifiedAt)} account={account} />
        </>
      ) : null}
      {may.delete ? (
        <DeleteMenu
          label={t('more')}
          action={t('delete')}
          dialog={(shown) => (
            <DeleteDialog
              {...shown}
              title={t('deleteTitle', { name })}
              action={t('delete')}
              typedName={name}
              remove={() => deleteSimAccount({ id })}
              done={t('deleted', { name })}
              to="/manager/connectivity/sim-accounts"
            >
              {t('deleteText', { sims, linked })}
            </DeleteDialog>
          )}
        />
      ) : null}
    </>
  );
}

function ListNow({ account: { id, name, syncing } }: { account: SimAccountDetail }) {
  const t = useTranslations('sims.accounts');
  const act = useAct();
  const ask = () =>
    void act(syncSimAccount({ id }), { done: t('syncAsked', { name }), stale: [simKeys.account(id)] });
  return (
    <Button disabled={syncing} icon={<RefreshCw aria-hidden="true" />} onClick={ask}>
      {t('sync')}
    </Button>
  );
}

function SwitchButton({ account: { id, name, status } }: { account: SimAccountDetail }) {
  const t = useTranslations('sims.accounts');
  return (
    <OnOffButton
      on={status === 'active'}
      words={{
        enable: t('enable'),
        disable: t('disable'),
        disableTitle: t('disableTitle', { name }),
        disableText: t('disableText'),
        enabled: t('enabled', { name }),
        disabled: t('disabled', { name }),
      }}
      write={(on) => updateSimAccount({ id, status: on ? 'active' : 'disabled' })}
      stale={[simKeys.account(id)]}
    />
  );
}
