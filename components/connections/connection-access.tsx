'use client';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import RotateCw from 'lucide-react/icons/rotate-cw';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { toast } from '#components/ui/toast.tsx';
import { revealConnectionSecret, rotateConnectionSecret } from '#server/lora-networks/actions.ts';
import type { ConnectionDetail, ConnectionInside } from '#server/lora-networks/contract.ts';
import { AccessLines } from './access-lines.tsx';
import type { ConnectionRights } from './connection-actions.tsx';

/** Address and secret; the secret comes only when asked for, and goes again with the page. */
export function ConnectionAccess({
  connection,
  inside,
  may,
}: {
  connection: ConnectionDetail;
  inside: ConnectionInside;
  may: ConnectionRights;
}) {
  const t = useTranslations('connections');
  const act = useAct();
  const [secret, setSecret] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const reveal = async () => {
    setPending(true);
    const answer = await act(revealConnectionSecret({ id: connection.id }));
    setPending(false);
    if (answer.ok) setSecret(answer.value.secret);
  };
  const rotate = async () => {
    const answer = await act(rotateConnectionSecret({ id: connection.id }), { quiet: true });
    if (!answer.ok) return answer.words;
    setSecret(answer.value.secret);
    toast({ title: t('rotated') });
    return undefined;
  };
  return (
    <Panel
      title={t('access.title')}
      actions={
        may.update ? (
          <ConfirmDialog
            trigger={
              <Button size="sm" icon={<RotateCw aria-hidden="true" />}>
                {t('rotate')}
              </Button>
            }
            title={t('rotateTitle', { name: connection.name })}
            confirmLabel={t('rotate')}
            onConfirm={rotate}
          >
            {t('rotateText')}
          </ConfirmDialog>
        ) : undefined
      }
    >
      <AccessLines
        of={{ ...inside, provider: connection.provider }}
        secret={secret}
        hidden={
          <div className="flex items-center gap-3 text-dim text-sm">
            <span className="min-w-0 flex-1">{may.reveal ? t('access.hidden') : t('access.notAllowed')}</span>
            {may.reveal ? (
              <Button pending={pending} icon={<Eye aria-hidden="true" />} onClick={() => void reveal()}>
                {t('access.reveal')}
              </Button>
            ) : null}
          </div>
        }
      />
      {secret === null ? null : (
        <Button
          size="sm"
          variant="quiet"
          className="mt-2"
          icon={<EyeOff aria-hidden="true" />}
          onClick={() => setSecret(null)}
        >
          {t('access.hide')}
        </Button>
      )}
    </Panel>
  );
}
