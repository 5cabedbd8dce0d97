'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { PlanValues } from './api-values.ts';
import type { ApiForm } from './use-api-form.ts';

const MOST = 20;

/** The connectivity plans of this connection: a name, what stands behind it over there, with or without geolocation. */
export function PlanRows({ form }: { form: ApiForm }) {
  const t = useTranslations('connections.api');
  const { plans } = form.values;
  const base = useId();
  const change = (key: string, with_: Partial<PlanValues>) =>
    form.set({ plans: plans.map((plan) => (plan.key === key ? { ...plan, ...with_ } : plan)) });
  const add = () =>
    form.set({
      plans: [...plans, { key: `${base}${Date.now()}`, id: '', name: '', profile: '', geolocation: false }],
    });
  const remove = (key: string) => form.set({ plans: plans.filter((plan) => plan.key !== key) });
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">{t('plans')}</legend>
      <p className="text-faint text-sm">{t(`plansHint.${form.provider}`)}</p>
      {plans.map((plan, index) => (
        <div key={plan.key} className="flex flex-col gap-2.5 rounded-lg border border-line p-3">
          <div className="flex items-start gap-2">
            <TextField
              label={t('planName')}
              className="min-w-0 flex-1"
              maxLength={80}
              value={plan.name}
              error={form.fields[`settings.plans.${index}.name`] ?? form.fields[`settings.plans.${index}.id`]}
              onChange={(event) => change(plan.key, { name: event.target.value })}
            />
            {plans.length > 1 ? (
              <IconButton
                label={t('removePlan', { name: plan.name || String(index + 1) })}
                className="mt-6"
                icon={<X aria-hidden="true" />}
                onClick={() => remove(plan.key)}
              />
            ) : null}
          </div>
          <TextField
            label={t(`profile.${form.provider}`)}
            mono
            maxLength={200}
            placeholder={t(`profileExample.${form.provider}`)}
            value={plan.profile}
            error={form.fields[`settings.plans.${index}.profile`]}
            onChange={(event) => change(plan.key, { profile: event.target.value })}
          />
          <Checkbox
            label={t('geolocation')}
            checked={plan.geolocation}
            onCheckedChange={(geolocation) => change(plan.key, { geolocation })}
          />
        </div>
      ))}
      {form.fields['settings.plans'] ? (
        <p className="text-bad text-sm">{form.fields['settings.plans']}</p>
      ) : null}
      {plans.length < MOST ? (
        <Button size="sm" className="self-start" icon={<Plus aria-hidden="true" />} onClick={add}>
          {t('addPlan')}
        </Button>
      ) : null}
    </fieldset>
  );
}
