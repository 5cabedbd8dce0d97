'use client';
import { useTranslations } from 'next-intl';
import { Select } from '#components/ui/select.tsx';
import type { PlanChoice, PlanKind } from '#server/sims/contract.ts';

export const KEEP = '';

export interface PlanWish {
  communication: string;
  rate: string;
}

/** One select a kind of plan; what is chosen first is to leave it as it is. */
export function PlanFields({
  plans,
  wish,
  onChange,
}: {
  plans: PlanChoice[];
  wish: PlanWish;
  onChange: (wish: PlanWish) => void;
}) {
  const t = useTranslations('sims');
  const optionsOf = (kind: PlanKind) => {
    const names = [...new Set(plans.filter((plan) => plan.kind === kind).map(({ name }) => name))];
    const apnsOf = (name: string) =>
      plans.find((plan) => plan.kind === kind && plan.name === name)?.apns.join(', ');
    return [
      { value: KEEP, label: t('action.keep') },
      ...names.map((name) => ({ value: name, label: name, hint: apnsOf(name) || undefined })),
    ];
  };
  return (
    <>
      <Select
        label={t('kind.communication-plan')}
        options={optionsOf('communication')}
        value={wish.communication}
        onValueChange={(communication) => onChange({ ...wish, communication })}
      />
      <Select
        label={t('kind.rate-plan')}
        options={optionsOf('rate')}
        value={wish.rate}
        onValueChange={(rate) => onChange({ ...wish, rate })}
      />
    </>
  );
}

export function planChangeOf({ communication, rate }: PlanWish) {
  return {
    ...(communication === KEEP ? {} : { communicationPlan: communication }),
    ...(rate === KEEP ? {} : { ratePlan: rate }),
  };
}
