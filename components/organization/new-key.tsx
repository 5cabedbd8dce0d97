'use client';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import { Select } from '#components/ui/select.tsx';
import { ROLE_GROUPS, type Role, type RoleGroup } from '#server/access/contract.ts';
import { createApiKey } from '#server/api-keys/actions.ts';
import { type ApiKeyCreated, apiKeyCreateSchema } from '#server/api-keys/contract.ts';
import { tokenRequest } from './token-example.tsx';

const EXPIRIES = ['0', '30', '90', '365'] as const;
const DAY = 24 * 3_600_000;
const GROUPS = Object.keys(ROLE_GROUPS) as RoleGroup[];

interface Made extends ApiKeyCreated {
  name: string;
}

export function NewKeyDialog({ origin }: { origin: string }) {
  const t = useTranslations('organization.keys');
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        holdOpen
        title={t('form.title')}
        trigger={
          <Button variant="primary" icon={<Plus aria-hidden="true" />}>
            {t('add')}
          </Button>
        }
      >
        {open ? (
          <KeyForm
            onMade={(key) => {
              setOpen(false);
              setMade(key);
            }}
          />
        ) : null}
      </Dialog>
      <SecretOnce
        secret={made?.clientSecret ?? null}
        title={t('once.title', { name: made?.name ?? '' })}
        description={t('once.lead')}
        also={
          made
            ? [
                { label: t('once.clientId'), value: made.clientId },
                { label: t('once.example'), value: tokenRequest(origin, made) },
              ]
            : []
        }
        onDone={() => setMade(null)}
      />
    </>
  );
}

function KeyForm({ onMade }: { onMade: (made: Made) => void }) {
  const t = useTranslations('organization.keys');
  const [values, setValues] = useState({
    name: '',
    description: '',
    expiry: '0' as (typeof EXPIRIES)[number],
  });
  const [roles, setRoles] = useState<Partial<Record<RoleGroup, string>>>({ manager: 'read-only' });
  const { fields, refusal, pending, send } = useSend();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, description, expiry } = values;
    const expiresAt = expiry === '0' ? null : new Date(Date.now() + Number(expiry) * DAY).toISOString();
    const chosen = Object.entries(roles).map(([group, role]) => `${group}.${role}` as Role);
    const input = { name, description, roles: chosen, expiresAt };
    const made = await send(apiKeyCreateSchema, input, createApiKey, { done: t('form.created', { name }) });
    if (made) onMade({ ...made.value, name });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <NameField
        label={t('form.name')}
        autoFocus
        placeholder={t('form.namePlaceholder')}
        value={values.name}
        error={fields.name}
        onValueChange={(name) => setValues({ ...values, name })}
      />
      <DescriptionField
        label={t('form.description')}
        rows={2}
        value={values.description}
        error={fields.description}
        onValueChange={(description) => setValues({ ...values, description })}
      />
      <RoleFields roles={roles} onChange={setRoles} error={fields.roles ? t('form.noRole') : undefined} />
      <Select
        label={t('form.expiry')}
        options={EXPIRIES.map((value) => ({ value, label: t(`form.expiries.${value}`) }))}
        value={values.expiry}
        onValueChange={(expiry) => setValues({ ...values, expiry })}
      />
      <DialogFormFoot pending={pending}>{t('form.create')}</DialogFormFoot>
    </form>
  );
}

interface RoleFieldsProps {
  roles: Partial<Record<RoleGroup, string>>;
  onChange: (roles: Partial<Record<RoleGroup, string>>) => void;
  error: string | undefined;
}

/** One role of each part of the portal: a second one would only lower the first. */
function RoleFields({ roles, onChange, error }: RoleFieldsProps) {
  const t = useTranslations('organization');
  const set = (group: RoleGroup, role: string) => {
    const { [group]: _before, ...rest } = roles;
    onChange(role === '' ? rest : { ...rest, [group]: role });
  };
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t('keys.form.roles')}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {GROUPS.map((group) => (
          <Select
            key={group}
            label={t(`role.${group}`)}
            placeholder={t('keys.form.nothing')}
            options={[
              { value: '', label: t('keys.form.nothing') },
              ...ROLE_GROUPS[group].map((name) => ({ value: name as string, label: t(`role.${name}`) })),
            ]}
            value={roles[group] ?? ''}
            onValueChange={(role) => set(group, role)}
          />
        ))}
      </div>
      {error ? <p className="mt-1.5 text-bad text-sm">{error}</p> : null}
      <p className="mt-1.5 text-dim text-sm">{t('keys.form.rights')}</p>
    </fieldset>
  );
}
