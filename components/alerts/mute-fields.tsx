'use client';
import { useTranslations } from 'next-intl';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';

const HOURS = ['8', '24', '168', '720', 'ever'] as const;

export interface MuteWish {
  hours: (typeof HOURS)[number];
  reason: string;
}

export const A_DAY: MuteWish = { hours: '24', reason: '' };

export const muteInput = ({ hours, reason }: MuteWish) => ({
  hours: hours === 'ever' ? null : Number(hours),
  reason,
});

/** For how long, and why. */
export function MuteFields({ wish, onChange }: { wish: MuteWish; onChange: (wish: MuteWish) => void }) {
  const t = useTranslations('alerts.mute');
  return (
    <>
      <Select
        label={t('how')}
        value={wish.hours}
        options={HOURS.map((value) => ({ value, label: t(`hours.${value}`) }))}
        onValueChange={(hours) => onChange({ ...wish, hours })}
      />
      <TextField
        label={t('reason')}
        hint={t('reasonHint')}
        maxLength={500}
        value={wish.reason}
        onChange={(event) => onChange({ ...wish, reason: event.target.value })}
      />
    </>
  );
}
