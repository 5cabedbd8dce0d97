'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import { replaceSharedSecret } from '#server/devices/actions.ts';
import { sharedSecretSchema } from '#server/devices/network-contract.ts';
import { deviceKeys } from '../queries.ts';
import { SecretDialog } from './secret-dialog.tsx';

/** A secret can be replaced, never read: the new one is shown this once. */
export function ReplaceSecret({ device }: { device: { id: string; name: string } }) {
  const t = useTranslations('networks');
  const act = useAct();
  const [fresh, setFresh] = useState<string | null>(null);
  const store = async (sharedSecret: string) => {
    const done = await act(replaceSharedSecret({ id: device.id, sharedSecret }), {
      done: t('secretReplaced'),
      stale: [deviceKeys.all],
      quiet: true,
    });
    return done.ok ? undefined : done.words;
  };
  return (
    <>
      <SecretDialog
        title={t('newSecret')}
        description={t('newSecretText')}
        confirm={t('replace')}
        field={{ name: 'sharedSecret', label: t('sharedSecret'), hint: t('sharedSecretHint') }}
        check={(secret) =>
          sharedSecretSchema.safeParse(secret).success ? undefined : t('sharedSecretWrong')
        }
        store={store}
        onStored={setFresh}
      />
      <SecretOnce secret={fresh} title={t('secretOf', { name: device.name })} onDone={() => setFresh(null)} />
    </>
  );
}
