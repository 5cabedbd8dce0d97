'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { setLoraKeys } from '#server/devices/actions.ts';
import type { Device } from '#server/devices/contract.ts';
import { appKeySchema, devEuiSchema, joinEuiSchema } from '#server/devices/network-contract.ts';
import { deviceKeys } from './queries.ts';

const schemas = { devEui: devEuiSchema, joinEui: joinEuiSchema, appKey: appKeySchema };
type KeyName = keyof typeof schemas;
const names = Object.keys(schemas) as KeyName[];

/** Keys can be replaced, never read: the AppKey begins empty. */
export function LoraKeysForm({ device }: { device: Device }) {
  const t = useTranslations('devices.keys');
  const words = useTranslations('devices.wizard.network');
  const networks = useTranslations('networks');
  const ui = useTranslations('ui');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState({
    devEui: device.adapters.find(({ network }) => network === 'lora')?.identifier ?? '',
    joinEui: device.lora?.joinEui ?? '',
    appKey: '',
  });
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = names.filter((name) => !schemas[name].safeParse(values[name]).success);
    setFields(Object.fromEntries(wrong.map((name) => [name, networks(`${name}Wrong`)])));
    if (wrong.length > 0) return;
    setPending(true);
    const done = await act(setLoraKeys({ id: device.id, lora: values }), {
      done: t('done'),
      stale: [deviceKeys.all],
      quiet: true,
    });
    setPending(false);
    setRefusal(done.ok ? undefined : done.words);
    if (!done.ok) return;
    setOpen(false);
    setValues((before) => ({ ...before, appKey: '' }));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      size="sm"
      title={device.lora ? t('replaceTitle') : t('enterTitle')}
      description={t('text')}
      trigger={
        <Button size="sm" icon={<KeyRound aria-hidden="true" />}>
          {device.lora ? t('replace') : t('enter')}
        </Button>
      }
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form="lora-keys" pending={pending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="lora-keys" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        {names.map((name) => (
          <TextField
            key={name}
            label={words(name)}
            name={name}
            mono
            disabled={name === 'devEui' && device.lora !== null}
            maxLength={100}
            value={values[name]}
            error={fields[name]}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          />
        ))}
      </form>
    </Dialog>
  );
}
