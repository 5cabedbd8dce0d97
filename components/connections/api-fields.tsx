'use client';
import { useTranslations } from 'next-intl';
import { SecretField } from '#components/destinations/secret-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { LORAWAN_VERSIONS } from '#server/drivers/lora-networks/things-stack/settings-contract.ts';
import type { ApiProvider, ApiValues } from './api-values.ts';
import type { ApiForm } from './use-api-form.ts';

type Name = Exclude<keyof ApiValues, 'plans' | 'secret' | 'lorawanVersion'>;

/** What each network server asks for, in its order. */
const FIELDS: Record<ApiProvider, readonly Name[]> = {
  chirpstack: ['address', 'applicationId'],
  'things-stack': ['address', 'identityAddress', 'applicationId'],
  thingpark: ['address', 'clientId', 'deviceProfileId', 'routingProfileId'],
};
const OPTIONAL: readonly Name[] = ['identityAddress', 'routingProfileId'];

export function ApiFields({ form }: { form: ApiForm }) {
  const t = useTranslations('connections.api');
  const { provider, values, fields, set } = form;
  const secretPath = provider === 'thingpark' ? 'secrets.clientSecret' : 'secrets.apiKey';
  return (
    <>
      {FIELDS[provider].map((name) => (
        <TextField
          key={name}
          label={t(`field.${name}`)}
          name={name}
          mono
          optional={OPTIONAL.includes(name)}
          placeholder={t(`example.${provider}.${name}` as 'example.chirpstack.address')}
          hint={
            t.has(`hint.${provider}.${name}` as never) ? t(`hint.${provider}.${name}` as never) : undefined
          }
          value={values[name]}
          error={fields[`settings.${name}`]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      ))}
      {provider === 'things-stack' ? (
        <Select
          label={t('field.lorawanVersion')}
          options={LORAWAN_VERSIONS.map((version) => ({ value: version, label: `LoRaWAN ${version}` }))}
          value={values.lorawanVersion as (typeof LORAWAN_VERSIONS)[number]}
          onValueChange={(lorawanVersion) => set({ lorawanVersion })}
        />
      ) : null}
      <SecretField
        key={String(form.isSet)}
        label={t(provider === 'thingpark' ? 'field.clientSecret' : 'field.apiKey')}
        hint={t(`secretHint.${provider}`)}
        name="secret"
        isSet={form.isSet}
        value={values.secret}
        error={fields[secretPath] ?? fields.secrets}
        onChange={(secret) => set({ secret })}
      />
    </>
  );
}
