'use client';
import BellOff from 'lucide-react/icons/bell-off';
import Check from 'lucide-react/icons/check';
import Undo2 from 'lucide-react/icons/undo-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { withdrawAcknowledgement } from '#server/alerts/actions.ts';
import type { AlertItem } from '#server/alerts/contract.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import type { AlertRights } from './alert-table.tsx';
import { MuteDialog } from './mute-dialog.tsx';
import { alertKeys } from './queries.ts';
import { useAlertName } from './use-names.ts';

/** What is done with one alert. */
export function AlertActions({ alert, may }: { alert: AlertItem; may: AlertRights }) {
  const t = useTranslations('alerts');
  const act = useAct();
  const nameOf = useAlertName();
  const [asked, setAsked] = useState<'acknowledge' | 'mute' | null>(null);
  const rows = { ids: [alert.id] };
  const close = () => setAsked(null);
  const withdraw = () =>
    act(withdrawAcknowledgement({ id: alert.id }), {
      done: t('acknowledge.withdrawn'),
      stale: [alertKeys.all],
    });
  const mayMute = may.mute && !alert.isMuted && (alert.device !== null || alert.members > 0);
  return (
    <>
      {mayMute ? (
        <Button icon={<BellOff aria-hidden="true" />} onClick={() => setAsked('mute')}>
          {t(alert.device ? 'mute.action' : 'mute.actionDevices')}
        </Button>
      ) : null}
      {may.acknowledge && alert.acknowledged ? (
        <Button icon={<Undo2 aria-hidden="true" />} onClick={() => void withdraw()}>
          {t('acknowledge.withdraw')}
        </Button>
      ) : null}
      {may.acknowledge && alert.status === 'open' && !alert.acknowledged ? (
        <Button variant="primary" icon={<Check aria-hidden="true" />} onClick={() => setAsked('acknowledge')}>
          {t('acknowledge.action')}
        </Button>
      ) : null}
      {asked === 'acknowledge' ? <AcknowledgeDialog rows={rows} count={1} onClose={close} /> : null}
      {asked === 'mute' ? (
        <MuteDialog rows={rows} title={t('mute.title', { name: nameOf(alert) })} onClose={close} />
      ) : null}
    </>
  );
}
