'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { makeSharedSecret } from '#components/destinations/make-secret.ts';
import { SecretField } from '#components/destinations/secret-field.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import { replaceSharedSecret } from '#server/devices/actions.ts';
import { sharedSecretSchema } from '#server/devices/contract.ts';
import { deviceKeys } from '../queries.ts';

/** A secret can be replaced, never read: the new one is shown this once. */
export function ReplaceSecret({ device }: { device: { id: string; name: string } }) {
  const t = useTranslations('networks');
  const ui = useTranslations('ui');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const [fresh, setFresh] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = sharedSecretSchema.safeParse(typed).success ? undefined : t('sharedSecretWrong');
    setError(wrong);
    if (wrong) return;
    setPending(true);
    const done = await act(replaceSharedSecret({ id: device.id, sharedSecret: typed }), {
      done: t('secretReplaced'),
      stale: [deviceKeys.all],
      quiet: true,
    });
    setPending(false);
    setRefusal(done.ok ? undefined : done.words);
    if (!done.ok) return;
    setOpen(false);
    setFresh(typed);
    setTyped('');
  };
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        holdOpen
        title={t('newSecret')}
        description={t('newSecretText')}
        trigger={
          <Button size="sm" icon={<KeyRound aria-hidden="true" />}>
            {t('newSecret')}
          </Button>
        }
        footer={
          <>
            <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
            <Button variant="primary" type="submit" form="replace-secret" pending={pending}>
              {t('replace')}
            </Button>
          </>
        }
      >
        <form id="replace-secret" onSubmit={submit} noValidate className="flex flex-col gap-4">
          {refusal ? <Banner kind="bad" title={refusal} /> : null}
          <SecretField
            label={t('sharedSecret')}
            hint={t('sharedSecretHint')}
            name="sharedSecret"
            isSet={false}
            generate={makeSharedSecret}
            value={typed}
            error={error}
            onChange={setTyped}
          />
        </form>
      </Dialog>
      <SecretOnce secret={fresh} title={t('secretOf', { name: device.name })} onDone={() => setFresh(null)} />
    </>
  );
}
