'use client';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { removeMqttBinding, setMqttPassword } from '#server/mqtt/actions.ts';
import { mqttPasswordSchema } from '#server/mqtt/contract.ts';
import { deviceKeys } from '../queries.ts';
import { SecretDialog } from './secret-dialog.tsx';

interface MqttPasswordProps {
  device: { id: string; name: string };
  /** There is one already: it is replaced. */
  isSet: boolean;
  /** With what was set, to be shown this once. */
  onSet: (password: string) => void;
}

const staleOf = (deviceId: string) => [deviceKeys.mqtt(deviceId), deviceKeys.downlinks(deviceId)];

export function MqttPassword({ device, isSet, onSet }: MqttPasswordProps) {
  const t = useTranslations('networks.mqtt');
  const act = useAct();
  const action = t(isSet ? 'newPassword' : 'setPassword');
  const store = async (password: string) => {
    const done = await act(setMqttPassword({ deviceId: device.id, password }), {
      done: t('passwordStored'),
      stale: staleOf(device.id),
      quiet: true,
    });
    return done.ok ? undefined : done.words;
  };
  return (
    <SecretDialog
      title={action}
      description={t(isSet ? 'newPasswordText' : 'setPasswordText')}
      confirm={action}
      variant={isSet ? undefined : 'primary'}
      field={{ name: 'mqttPassword', label: t('password'), hint: t('passwordHint') }}
      check={(password) => (mqttPasswordSchema.safeParse(password).success ? undefined : t('passwordWrong'))}
      store={store}
      onStored={onSet}
    />
  );
}

export function RemoveMqtt({ device }: Pick<MqttPasswordProps, 'device'>) {
  const t = useTranslations('networks.mqtt');
  const act = useAct();
  const remove = async () => {
    const done = await act(removeMqttBinding({ deviceId: device.id }), {
      done: t('removed', { name: device.name }),
      stale: staleOf(device.id),
      quiet: true,
    });
    return done.ok ? undefined : done.words;
  };
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" className="text-bad">
          {t('remove')}
        </Button>
      }
      title={t('removeTitle', { name: device.name })}
      confirmLabel={t('remove')}
      onConfirm={remove}
    >
      {t('removeText')}
    </ConfirmDialog>
  );
}
