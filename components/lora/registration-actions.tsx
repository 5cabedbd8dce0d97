'use client';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Power from 'lucide-react/icons/power';
import Unplug from 'lucide-react/icons/unplug';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { LoraDetail, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { RegisterDialog } from './register-dialog.tsx';
import { useWish } from './use-wish.ts';

interface RegistrationActionsProps {
  of: LoraDetail;
  targets: readonly RegistrationTarget[];
}

/** What can be wished for a device where it stands. */
export function RegistrationActions({ of, targets }: RegistrationActionsProps) {
  if (!of.connection) return of.hasAppKey ? <RegisterDialog of={of} targets={targets} /> : null;
  const plans = targets.find(({ id }) => id === of.connection?.id)?.plans ?? [];
  const isLeaving = of.status === 'PENDING_DELETE';
  return (
    <>
      {isLeaving ? null : <ActivityButton of={of} />}
      {isLeaving || plans.length === 0 ? null : <PlanDialog of={of} plans={plans} />}
      {isLeaving ? null : <LeaveMenu of={of} />}
    </>
  );
}

function ActivityButton({ of }: { of: LoraDetail }) {
  const t = useTranslations('lora');
  const wish = useWish(of);
  const [pending, setPending] = useState(false);
  const present = of.work?.present;
  if (of.status === 'DEACTIVATED' || of.status === 'PENDING_DEACTIVATE') {
    const reactivate = async () => {
      setPending(true);
      const refused = await wish({ kind: 'reactivate' });
      setPending(false);
      if (refused) toast({ title: refused, tone: 'bad' });
    };
    return (
      <Button
        variant="primary"
        pending={pending}
        icon={<Power aria-hidden="true" />}
        onClick={() => void reactivate()}
      >
        {t('reactivate')}
      </Button>
    );
  }
  if (present !== 'ACTIVE') return null;
  return (
    <ConfirmDialog
      trigger={<Button icon={<Power aria-hidden="true" />}>{t('deactivate.action')}</Button>}
      title={t('deactivate.title', { name: of.device.name })}
      confirmLabel={t('deactivate.action')}
      onConfirm={() => wish({ kind: 'deactivate' })}
    >
      {t('deactivate.text')}
    </ConfirmDialog>
  );
}

/** Off the server: one step away from what is done every day. */
function LeaveMenu({ of }: { of: LoraDetail }) {
  const t = useTranslations('lora.deregister');
  const wish = useWish(of);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={t('more')} tooltip={false} icon={<Ellipsis aria-hidden="true" />} />}
      >
        <MenuItem danger icon={<Unplug aria-hidden="true" />} onSelect={() => setOpen(true)}>
          {t('action')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('title', { name: of.device.name })}
        confirmLabel={t('action')}
        onConfirm={() => wish({ kind: 'deregister' })}
      >
        {t('text')}
      </ConfirmDialog>
    </>
  );
}
