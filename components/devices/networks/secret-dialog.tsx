'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { makeSharedSecret } from '#components/destinations/make-secret.ts';
import { SecretField } from '#components/destinations/secret-field.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';

export interface SecretDialogProps {
  /** On the button, and over the dialog. */
  title: string;
  description: string;
  /** On the button that stores it. */
  confirm: string;
  variant?: ButtonProps['variant'] | undefined;
  field: { name: string; label: string; hint: string };
  /** What is wrong with it, in words. */
  check: (secret: string) => string | undefined;
  /** Stores it; answers with the words of a refusal. */
  store: (secret: string) => Promise<string | undefined>;
  /** With what was stored, to be shown this once. */
  onStored: (secret: string) => void;
}

/** A secret that is typed or made here, and stored. */
export function SecretDialog(props: SecretDialogProps) {
  const { title, description, confirm, variant, field, check, store, onStored } = props;
  const ui = useTranslations('ui');
  const form = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(typed);
    setError(wrong);
    if (wrong) return;
    setPending(true);
    const refused = await store(typed);
    setPending(false);
    setRefusal(refused);
    if (refused !== undefined) return;
    setOpen(false);
    onStored(typed);
    setTyped('');
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      title={title}
      description={description}
      trigger={
        <Button size="sm" variant={variant} icon={<KeyRound aria-hidden="true" />}>
          {title}
        </Button>
      }
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form={form} pending={pending}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <SecretField
          {...field}
          isSet={false}
          generate={makeSharedSecret}
          value={typed}
          error={error}
          onChange={setTyped}
        />
      </form>
    </Dialog>
  );
}
