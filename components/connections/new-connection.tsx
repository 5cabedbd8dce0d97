'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { NameField } from '#components/ui/name-fields.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { createConnection } from '#server/lora-networks/actions.ts';
import {
  type ConnectionSecret,
  connectionCreateSchema,
  PROVIDERS,
  type Provider,
} from '#server/lora-networks/contract.ts';
import { AccessLines } from './access-lines.tsx';
import { ProviderSteps } from './provider-steps.tsx';

interface Made extends ConnectionSecret {
  name: string;
  provider: Provider;
}

interface NewConnectionProps {
  /** The reader is the platform's operator. */
  isForAll: boolean;
  byAddress?: boolean | undefined;
}

/** The + of the menu leads to the list with `?new`. */
export function NewConnectionDialog({ isForAll, byAddress }: NewConnectionProps) {
  const t = useTranslations('connections');
  const [params, change] = useUrlParams();
  const [inner, setInner] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const router = useRouter();
  const open = byAddress ? params.has('new') : inner;
  const set = (next: boolean) => {
    if (byAddress) change((address) => (next ? address.set('new', '') : address.delete('new')));
    else setInner(next);
    if (!next && made) router.push(`/manager/connections/${made.id}`);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={set}
      holdOpen
      size="lg"
      title={made ? t('form.nextTitle') : t('form.title')}
      description={made ? t('form.nextLead', { name: made.name }) : t('form.lead')}
      {...(byAddress
        ? {}
        : {
            trigger: (
              <Button variant="primary" icon={<Plus aria-hidden="true" />}>
                {t('add')}
              </Button>
            ),
          })}
    >
      {made ? (
        <div className="flex flex-col gap-5">
          <AccessLines of={made} secret={made.secret} />
          <ProviderSteps provider={made.provider} />
          <Button variant="primary" className="self-end" onClick={() => set(false)}>
            {t('form.open')}
          </Button>
        </div>
      ) : (
        <ConnectionForm isForAll={isForAll} onMade={setMade} />
      )}
    </Dialog>
  );
}

function ConnectionForm({ isForAll, onMade }: { isForAll: boolean; onMade: (made: Made) => void }) {
  const t = useTranslations('connections');
  const [values, setValues] = useState({ name: '', provider: 'chirpstack' as Provider, lrcAsKey: '' });
  const { fields, refusal, pending, send } = useSend();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, provider, lrcAsKey } = values;
    const key = provider === 'thingpark' && lrcAsKey.trim() ? { lrcAsKey } : {};
    const input = { name: name.trim(), provider, ...key };
    const done = t('form.created', { name: input.name });
    const made = await send(connectionCreateSchema, input, createConnection, { done });
    if (made) onMade({ ...made.value, name: input.name, provider });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      {isForAll ? <Banner title={t('global.form')} /> : null}
      <RadioGroup
        label={t('form.provider')}
        look="cards"
        options={PROVIDERS.map((value) => ({
          value,
          label: t(`provider.${value}`),
          hint: t(`providerHint.${value}`),
        }))}
        value={values.provider}
        onValueChange={(provider) => setValues({ ...values, provider })}
      />
      <NameField
        label={t('form.name')}
        autoFocus
        placeholder={t('form.namePlaceholder')}
        value={values.name}
        error={fields.name}
        onValueChange={(name) => setValues({ ...values, name })}
      />
      {values.provider === 'thingpark' ? (
        <TextField
          label={t('form.lrcAsKey')}
          name="lrcAsKey"
          mono
          optional
          hint={t('form.lrcAsHint')}
          value={values.lrcAsKey}
          error={fields.lrcAsKey}
          onChange={(event) => setValues({ ...values, lrcAsKey: event.target.value })}
        />
      ) : null}
      <DialogFormFoot pending={pending}>{t('form.create')}</DialogFormFoot>
    </form>
  );
}
