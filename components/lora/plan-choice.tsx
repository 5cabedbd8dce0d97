'use client';
import { useTranslations } from 'next-intl';
import { RadioGroup } from '#components/ui/radio.tsx';
import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';

interface PlanChoiceProps {
  plans: readonly ConnectivityPlan[];
  value: string;
  onValueChange: (plan: string) => void;
}

/** Each plan says whether the network works out a location. */
export function PlanChoice({ plans, value, onValueChange }: PlanChoiceProps) {
  const t = useTranslations('lora.plan');
  return (
    <RadioGroup
      label={t('label')}
      look="cards"
      options={plans.map(({ id, name, geolocation }) => ({
        value: id,
        label: name,
        hint: t(geolocation ? 'with' : 'without'),
      }))}
      value={value}
      onValueChange={onValueChange}
    />
  );
}

/** In lists: the name, and under it what it means. */
export function PlanCell({ plan }: { plan: ConnectivityPlan | null }) {
  const t = useTranslations('lora.plan');
  if (!plan) return <span className="text-faint">–</span>;
  return (
    <>
      <span className="block truncate" title={plan.name}>
        {plan.name}
      </span>
      <span className="block truncate text-faint text-xs">{t(plan.geolocation ? 'with' : 'without')}</span>
    </>
  );
}
