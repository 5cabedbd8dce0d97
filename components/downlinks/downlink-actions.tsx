'use client';
import Redo2 from 'lucide-react/icons/redo-2';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { type Act, useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { cancelDownlink, resendDownlink } from '#server/downlinks/actions.ts';
import type { Downlink } from '#server/downlinks/contract.ts';
import type { ActionAnswer } from '#server/http/action.ts';

interface DownlinkActionsProps {
  of: Downlink;
  maySend: boolean;
  mayCancel: boolean;
}

/** One that waits can be taken back; one that ended can be sent once more. */
export function DownlinkActions({ of: { id, state, device }, maySend, mayCancel }: DownlinkActionsProps) {
  const t = useTranslations('downlinks');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const stale = [deviceKeys.downlinks(device.id)];
  const run = async (asked: Promise<ActionAnswer<unknown>>, how: Act) => {
    setPending(true);
    await act(asked, { stale, ...how });
    setPending(false);
  };
  if (state === 'EXECUTING') return null;
  if (state === 'PENDING')
    return mayCancel ? (
      <Button
        size="sm"
        icon={<X aria-hidden="true" />}
        pending={pending}
        onClick={() => void run(cancelDownlink({ id }), { done: t('cancelled') })}
      >
        {t('cancel')}
      </Button>
    ) : null;
  return maySend ? (
    <Button
      size="sm"
      variant="quiet"
      icon={<Redo2 aria-hidden="true" />}
      pending={pending}
      onClick={() => void run(resendDownlink({ id }), { done: t('accepted') })}
    >
      {t('again')}
    </Button>
  ) : null;
}
