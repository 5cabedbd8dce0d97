'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { setDevicesStatus } from '#server/devices/actions.ts';
import type { Device } from '#server/devices/contract.ts';
import { deviceKeys } from './queries.ts';

/** Undone with one press, so nothing is asked first; what it means is said with what was done. */
export function DeviceSwitch({ device }: { device: Pick<Device, 'id' | 'name' | 'status'> }) {
  const t = useTranslations('devices.switch');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const set = async (status: Device['status'], undo: boolean) => {
    setPending(true);
    const back = status === 'ACTIVE' ? 'DEACTIVATED' : 'ACTIVE';
    await act(setDevicesStatus({ ids: [device.id], status }), {
      done: t(status === 'ACTIVE' ? 'activated' : 'deactivated', { name: device.name }),
      stale: [deviceKeys.all, ['flows']],
      ...(undo ? { undo: { label: t('undo'), run: () => void set(back, false) } } : {}),
    });
    setPending(false);
  };
  const active = device.status === 'ACTIVE';
  return (
    <Button
      pending={pending}
      variant={active ? 'secondary' : 'primary'}
      onClick={() => void set(active ? 'DEACTIVATED' : 'ACTIVE', true)}
    >
      {active ? t('deactivate') : t('activate')}
    </Button>
  );
}
