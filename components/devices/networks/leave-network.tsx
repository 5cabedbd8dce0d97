'use client';
import Unplug from 'lucide-react/icons/unplug';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { loraKeys } from '#components/lora/queries.ts';
import { simKeys } from '#components/sims/queries.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Network } from '#server/device-types/contract.ts';
import { unlinkFromNetwork } from '#server/devices/actions.ts';
import type { Device } from '#server/devices/contract.ts';
import { deviceKeys } from '../queries.ts';
import { IDENTIFIER_NAMES } from './network-tabs.ts';

interface LeaveNetworkProps {
  device: Device;
  network: Network;
}

/** Takes it off one network. Its keys are gone with that, so what happens is said first and the name is typed. */
export function LeaveNetwork({ device, network }: LeaveNetworkProps) {
  const t = useTranslations('networks.leave');
  const act = useAct();
  const adapter = device.adapters.find((one) => one.network === network);
  if (!adapter) return null;
  const number = IDENTIFIER_NAMES[network];
  const leave = async () => {
    const answer = await act(unlinkFromNetwork({ id: device.id, adapterId: adapter.id }), {
      done: t('done', { name: device.name, number, identifier: adapter.identifier }),
      stale: [deviceKeys.all, loraKeys.list, simKeys.all],
      quiet: true,
    });
    return answer.ok ? undefined : answer.words;
  };
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" icon={<Unplug aria-hidden="true" />} className="text-bad">
          {t('action')}
        </Button>
      }
      title={t('title', { name: device.name })}
      typedName={device.name}
      confirmLabel={t('action')}
      onConfirm={leave}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('identifier', { number, identifier: adapter.identifier })}</li>
        {lost(device, network).map((what) => (
          <li key={what}>{t(what)}</li>
        ))}
        <li>{t('stays')}</li>
      </ul>
    </ConfirmDialog>
  );
}

type Lost = 'loraKeys' | 'registration' | 'sim' | 'secret' | 'secretStays';

/** The shared secret is of all networks that it signs on: it goes with the last of them. */
function lost({ adapters, lora }: Device, network: Network): Lost[] {
  if (network === 'lora')
    return [
      ...(lora ? (['loraKeys'] as const) : []),
      ...(lora && lora.status !== 'INVENTORY' ? (['registration'] as const) : []),
    ];
  const signsElsewhere = adapters.some((one) => one.network !== 'lora' && one.network !== network);
  return [
    ...(network === 'cellular' ? (['sim'] as const) : []),
    signsElsewhere ? ('secretStays' as const) : ('secret' as const),
  ];
}
