'use client';
import { useTranslations } from 'next-intl';
import { NumberField } from '#components/ui/number-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { AccountValues } from './account-values.ts';

interface AccountFieldsProps {
  values: AccountValues;
  set: (change: Partial<AccountValues>) => void;
  /** By their paths, `settings.url`. */
  errors: Readonly<Record<string, string | undefined>>;
  isKeySet: boolean;
}

/** What the chosen platform needs to be reached. */
export function AccountFields(props: AccountFieldsProps) {
  return props.values.platform === 'cisco' ? <CiscoFields {...props} /> : <SimulatedFields {...props} />;
}

function CiscoFields({ values, set, errors, isKeySet }: AccountFieldsProps) {
  const t = useTranslations('sims.accounts.form');
  return (
    <>
      <TextField
        label={t('url')}
        hint={t('urlHint')}
        name="url"
        type="url"
        inputMode="url"
        value={values.url}
        error={errors['settings.url']}
        onChange={(event) => set({ url: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('username')}
          name="username"
          autoComplete="off"
          value={values.username}
          error={errors['settings.username']}
          onChange={(event) => set({ username: event.target.value })}
        />
        <TextField
          label={t('apiKey')}
          hint={t(isKeySet ? 'apiKeySet' : 'apiKeyHint')}
          name="apiKey"
          type="password"
          autoComplete="new-password"
          value={values.apiKey}
          error={errors['credentials.apiKey']}
          onChange={(event) => set({ apiKey: event.target.value })}
        />
      </div>
      <TextField
        label={t('accountId')}
        hint={t('accountIdHint')}
        name="accountId"
        optional
        inputMode="numeric"
        value={values.accountId}
        error={errors['settings.accountId']}
        onChange={(event) => set({ accountId: event.target.value })}
      />
    </>
  );
}

function SimulatedFields({ values, set, errors }: AccountFieldsProps) {
  const t = useTranslations('sims.accounts.form');
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <NumberField
        label={t('simCount')}
        name="simCount"
        min={1}
        max={1000}
        value={values.simCount}
        error={errors['settings.simCount']}
        onValueChange={(simCount) => set({ simCount })}
      />
      <NumberField
        label={t('delayMs')}
        name="delayMs"
        unit="ms"
        min={0}
        max={10_000}
        value={values.delayMs}
        error={errors['settings.delayMs']}
        onValueChange={(delayMs) => set({ delayMs })}
      />
      <NumberField
        label={t('failPercent')}
        name="failPercent"
        unit="%"
        min={0}
        max={100}
        value={values.failPercent}
        error={errors['settings.failPercent']}
        onValueChange={(failPercent) => set({ failPercent })}
      />
    </div>
  );
}
