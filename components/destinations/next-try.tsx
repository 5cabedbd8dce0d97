'use client';
import { useTranslations } from 'next-intl';
import { useClock } from '#components/ui/now.ts';
import { type Instant, Time } from '#components/ui/time.tsx';

/** When it is tried again. What is due already waits for its turn: until its receiver answers, or is started again. */
export function NextTry({ at }: { at: Instant }) {
  const t = useTranslations('destinations.delivery');
  const due = new Date(at).getTime() <= useClock().getTime();
  return due ? t('asSoonAsPossible') : <Time value={at} look="ago" />;
}
