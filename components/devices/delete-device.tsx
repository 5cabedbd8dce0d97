'use client';
import Trash2 from 'lucide-react/icons/trash-2';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import type { TablePage } from '#components/ui/data-table/table-query.ts';
import { deleteDevice } from '#server/devices/actions.ts';
import type { Device } from '#server/devices/contract.ts';
import { deviceKeys } from './queries.ts';

const NAMED = 5;

/** The first of them; the others as a number. */
function namesOf(flows: Device['flows']): string {
  const names = flows.slice(0, NAMED).map((flow) => flow.name);
  return names.join(', ') + (flows.length > NAMED ? ` +${flows.length - NAMED}` : '');
}

interface DeleteDeviceProps {
  device: Device;
  uplinks: Pick<TablePage<unknown>, 'total' | 'atLeast'>;
}

/** Not to be undone: says what goes with it, and wants the name typed. */
export function DeleteDevice({ device, uplinks }: DeleteDeviceProps) {
  const t = useTranslations('devices.delete');
  const act = useAct();
  const router = useRouter();
  return (
    <ConfirmDialog
      title={t('title', { name: device.name })}
      confirmLabel={t('action')}
      typedName={device.name}
      trigger={
        <Button icon={<Trash2 aria-hidden="true" />} className="text-bad">
          {t('action')}
        </Button>
      }
      onConfirm={async () => {
        const done = await act(deleteDevice({ id: device.id }), {
          done: t('done', { name: device.name }),
          stale: [deviceKeys.list, ['flows']],
          quiet: true,
        });
        if (!done.ok) return done.words;
        router.replace('/manager/devices');
        return undefined;
      }}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t(uplinks.atLeast ? 'messagesAtLeast' : 'messages', { count: uplinks.total })}</li>
        <li>{t('twin')}</li>
        {device.flows.length > 0 ? <li>{t('flows', { names: namesOf(device.flows) })}</li> : null}
        {device.deviceType.networks.includes('cellular') ? <li>{t('sim')}</li> : null}
        {device.lora && device.lora.status !== 'INVENTORY' ? <li>{t('registration')}</li> : null}
        {device.identifiers.map(({ network, identifier }) => (
          <li key={network}>{t('identifier', { identifier })}</li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
