'use client';
import Power from 'lucide-react/icons/power';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useTranslations } from 'next-intl';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { DeleteMenu } from '#components/frame/delete-menu.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { deleteSimAccount, syncSimAccount, updateSimAccount } from '#server/sims/actions.ts';
import type { SimAccountDetail } from '#server/sims/contract.ts';
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
  const act = useAct();
  const on = status === 'active';
  const set = async () => {
    const answer = await act(updateSimAccount({ id, status: on ? 'disabled' : 'active' }), {
      done: t(on ? 'disabled' : 'enabled', { name }),
      stale: [simKeys.account(id)],
      quiet: on,
    });
    return answer.ok ? undefined : answer.words;
  };
  if (!on) {
    return (
      <Button variant="primary" icon={<Power aria-hidden="true" />} onClick={() => void set()}>
        {t('enable')}
      </Button>
    );
  }
  return (
    <ConfirmDialog
      trigger={<Button icon={<Power aria-hidden="true" />}>{t('disable')}</Button>}
      title={t('disableTitle', { name })}
      confirmLabel={t('disable')}
      onConfirm={set}
    >
      {t('disableText')}
    </ConfirmDialog>
  );
}
