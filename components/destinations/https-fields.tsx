'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import type { HttpsValues, SecretName } from './https-values.ts';
import { makeSharedSecret, makeSigningSecret } from './make-secret.ts';
import { SecretField } from './secret-field.tsx';
import type { HttpsForm } from './use-https-form.ts';

export function RequestFields({ form }: { form: HttpsForm }) {
  const t = useTranslations('destinations.form');
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
        <Select
          label={t('method')}
          options={[
            { value: 'POST', label: 'POST' },
            { value: 'GET', label: 'GET' },
          ]}
          value={form.values.method}
          onValueChange={(method) => form.set({ method })}
        />
        <TextField
          label={t('url')}
          name="url"
          mono
          inputMode="url"
          placeholder="https://example.com/things"
          hint={t('urlHint')}
          error={form.fields.url}
          value={form.values.url}
          onChange={(event) => form.set({ url: event.target.value })}
        />
      </div>
      <HeaderFields form={form} />
    </>
  );
}

function HeaderFields({ form }: { form: HttpsForm }) {
  const t = useTranslations('destinations.form');
  const { headers } = form.values;
  const change = (key: number, next: Partial<HttpsValues['headers'][number]>) =>
    form.set({ headers: headers.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{t('headers')}</legend>
      {headers.map(({ key, name, value, isSet }, index) => (
        <div key={key} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2">
          <TextField
            hideLabel
            mono
            label={t('headerName', { n: index + 1 })}
            placeholder="X-Plant"
            value={name}
            onChange={(event) => change(key, { name: event.target.value, isSet: false })}
          />
          <TextField
            hideLabel
            mono
            type="password"
            autoComplete="off"
            label={t('headerValue', { n: index + 1 })}
            placeholder={isSet ? t('set') : undefined}
            value={value}
            onChange={(event) => change(key, { value: event.target.value })}
          />
          <IconButton
            label={t('removeHeader', { n: index + 1 })}
            icon={<X aria-hidden="true" />}
            onClick={() => form.set({ headers: headers.filter((one) => one.key !== key) })}
          />
        </div>
      ))}
      {form.fields.headers ? <p className="text-bad text-sm">{form.fields.headers}</p> : null}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden="true" />}
        onClick={() =>
          form.set({
            headers: [
              ...headers,
              { key: (headers.at(-1)?.key ?? -1) + 1, name: '', value: '', isSet: false },
            ],
          })
        }
      >
        {t('addHeader')}
      </Button>
    </fieldset>
  );
}

const SECRET_OF = { none: null, basic: 'password', bearer: 'bearerToken', 'api-key': 'apiKey' } as const;

export function AuthenticationFields({ form }: { form: HttpsForm }) {
  const t = useTranslations('destinations.form');
  const { authentication } = form.values;
  const secret = SECRET_OF[authentication];
  return (
    <>
      <Select
        label={t('auth')}
        options={(['none', 'basic', 'bearer', 'api-key'] as const).map((value) => ({
          value,
          label: t(`authKind.${value}`),
        }))}
        value={authentication}
        onValueChange={(next) => form.set({ authentication: next })}
      />
      {authentication === 'basic' ? (
        <TextField
          label={t('username')}
          name="username"
          autoComplete="off"
          error={form.fields.username}
          value={form.values.username}
          onChange={(event) => form.set({ username: event.target.value })}
        />
      ) : null}
      {secret ? <FormSecret form={form} name={secret} label={t(secret)} key={secret} /> : null}
    </>
  );
}

interface FormSecretProps {
  form: HttpsForm;
  name: SecretName;
  label: string;
  hint?: string;
  generate?: () => string;
  optional?: boolean;
  lines?: boolean;
}

function FormSecret({ form, name, ...rest }: FormSecretProps) {
  return (
    <SecretField
      {...rest}
      name={name}
      value={form.values.secrets[name]}
      isSet={form.secretsSet.has(name)}
      error={form.fields[name]}
      onChange={(value) => form.setSecret(name, value)}
    />
  );
}

export function SigningFields({ form }: { form: HttpsForm }) {
  const t = useTranslations('destinations.form');
  const empty = form.secretsSet.has('sharedSecret') ? '' : ` ${t('leftEmpty')}`;
  return (
    <>
      <FormSecret
        form={form}
        name="sharedSecret"
        label={t('sharedSecret')}
        hint={t('sharedHint') + empty}
        generate={makeSharedSecret}
      />
      <FormSecret
        form={form}
        name="signingSecret"
        label={t('signingSecret')}
        hint={t('signingHint') + empty}
        generate={makeSigningSecret}
      />
    </>
  );
}

export function AdvancedFields({ form }: { form: HttpsForm }) {
  const t = useTranslations('destinations.form');
  const wrong = [
    'expectedResponseCode',
    'timeoutSeconds',
    'certificateAuthority',
    'clientCertificate',
    'clientKey',
  ];
  return (
    <details open={wrong.some((name) => form.fields[name]) || undefined}>
      <summary className="w-fit rounded-sm font-medium text-sm">{t('advanced')}</summary>
      <div className="mt-3 flex flex-col gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <NumberField
            label={t('expected')}
            hint={t('expectedHint')}
            min={200}
            max={499}
            format={{ useGrouping: false }}
            error={form.fields.expectedResponseCode}
            value={form.values.expectedResponseCode}
            onValueChange={(expectedResponseCode) => form.set({ expectedResponseCode })}
          />
          <NumberField
            label={t('timeout')}
            unit={t('seconds')}
            min={1}
            max={30}
            error={form.fields.timeoutSeconds}
            value={form.values.timeoutSeconds}
            onValueChange={(timeoutSeconds) => form.set({ timeoutSeconds })}
          />
        </div>
        <TextareaField
          label={t('ca')}
          mono
          optional
          error={form.fields.certificateAuthority}
          value={form.values.certificateAuthority}
          onChange={(event) => form.set({ certificateAuthority: event.target.value })}
        />
        <TextareaField
          label={t('clientCertificate')}
          mono
          optional
          error={form.fields.clientCertificate}
          value={form.values.clientCertificate}
          onChange={(event) => form.set({ clientCertificate: event.target.value })}
        />
        <FormSecret form={form} name="clientKey" label={t('clientKey')} optional lines />
      </div>
    </details>
  );
}
