'use client';
import { useTranslations } from 'next-intl';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CheckboxGroup } from '#components/ui/checkbox-group.tsx';
import type { ReplayOptions } from '#server/replays/contract.ts';

export type Into = Pick<ReplayOptions, 'history' | 'twin' | 'destinationIds'>;

export const wholeInto: Into = { history: true, twin: true, destinationIds: [] };

export const goesNowhere = ({ history, twin, destinationIds }: Into) =>
  !history && !twin && destinationIds.length === 0;

interface IntoFieldsProps {
  value: Into;
  destinations: readonly { id: string; name: string }[];
  onChange: (into: Into) => void;
}

/** Where the records of a replay go. */
export function IntoFields({ value, destinations, onChange }: IntoFieldsProps) {
  const t = useTranslations('replays');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium text-sm">{t('into')}</legend>
        <Checkbox
          label={t('history')}
          hint={t('historyHint')}
          checked={value.history}
          onCheckedChange={(history) => onChange({ ...value, history })}
        />
        <Checkbox
          label={t('twin')}
          hint={t('twinHint')}
          checked={value.twin}
          onCheckedChange={(twin) => onChange({ ...value, twin })}
        />
      </fieldset>
      {destinations.length > 0 ? (
        <CheckboxGroup
          label={t('destinations')}
          hint={t('destinationsHint')}
          options={destinations.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.destinationIds}
          onValueChange={(destinationIds) => onChange({ ...value, destinationIds })}
        />
      ) : (
        <p className="text-faint text-sm">{t('noDestinations')}</p>
      )}
    </div>
  );
}
