'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { linkSim, unlinkSim } from '#server/sims/actions.ts';
import { deviceKeys } from '../queries.ts';

interface UnlinkSimProps {
  device: { id: string; name: string };
  iccid: string;
  /** Where nothing around it says what is unlinked. */
  named?: boolean;
}

/** Undone with one press, so nothing is asked first. */
export function UnlinkSim({ device, iccid, named = false }: UnlinkSimProps) {
  const t = useTranslations('networks');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const stale = [deviceKeys.all];
  const unlink = async () => {
    setPending(true);
    await act(unlinkSim({ deviceId: device.id }), {
      done: t('unlinked', { iccid, name: device.name }),
      stale,
      undo: {
        label: t('undo'),
        run: () =>
          void act(linkSim({ deviceId: device.id, iccid }), {
            done: t('simLinked', { name: device.name }),
            stale,
          }),
      },
    });
    setPending(false);
  };
  return (
    <Button size="sm" pending={pending} onClick={() => void unlink()}>
      {t(named ? 'unlinkSim' : 'unlink')}
    </Button>
  );
}
