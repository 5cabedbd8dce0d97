'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDeferredValue } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { FreeSims } from '#server/sims/contract.ts';

const SHOWN = '4';

interface SimFieldProps {
  value: string;
  error: string | undefined;
  onChange: (iccid: string) => void;
}

/** Typed from the card, or picked from those that are in no device; a few digits find each of these. */
export function SimField({ value, error, onChange }: SimFieldProps) {
  const t = useTranslations('networks');
  const digits = value.replace(/\D/g, '').slice(0, 22);
  const { data: first } = useFreeSims('');
  const { data: found } = useFreeSims(useDeferredValue(digits));
  const isWhole = found?.items.some(({ iccid }) => iccid === digits) ?? false;
  const shown = isWhole ? [] : (found?.items ?? []);
  return (
    <div>
      <TextField
        label={t('iccid')}
        name="iccid"
        optional
        mono
        inputMode="numeric"
        maxLength={100}
        hint={first && first.items.length > 0 ? t('iccidHint') : t('iccidNoSims')}
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
      />
      {shown.length > 0 ? (
        <ul aria-label={t('freeSims')} className="mt-1.5 flex flex-col gap-1">
          {shown.map((sim) => (
            <li key={sim.id}>
              <Button size="sm" onClick={() => onChange(sim.iccid)} className="max-w-full">
                <span className="truncate font-mono">{sim.iccid}</span>
                {sim.msisdn ? <span className="truncate text-dim">{sim.msisdn}</span> : null}
              </Button>
            </li>
          ))}
          {found?.more ? <li className="text-faint text-sm">{t('moreSims')}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}

/** Asked anew by each dialog: one that was put into a device a moment ago is no longer free. */
function useFreeSims(q: string) {
  return useQuery({
    queryKey: ['sims', 'free', q],
    queryFn: ({ signal }) =>
      readJson<FreeSims>(`/rows/sims/free?${new URLSearchParams({ q, limit: SHOWN })}`, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
