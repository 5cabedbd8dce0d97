'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { TextField } from '../text-field.tsx';
import type { FilterOption, OptionSource } from './table-types.ts';
import { useOptionNames } from './use-option-names.ts';

interface ChoicesProps {
  label: string;
  values: string[];
  onValues: (values: string[]) => void;
}

/** As many as can be looked over at once. */
const inSight = 10;

/** Of options that are all here. */
export function ChoiceInputs({ options, ...props }: ChoicesProps & { options: readonly FilterOption[] }) {
  const [text, setText] = useState('');
  const sought = text.trim().toLowerCase();
  const found = options.filter((option) => option.label.toLowerCase().includes(sought));
  return (
    <>
      {options.length > inSight ? <SearchOptions text={text} onText={setText} /> : null}
      <Boxes {...props} options={found} />
    </>
  );
}

/** Of options that the server looks for; what is ticked stays in sight. */
export function FoundChoices({ source, ...props }: ChoicesProps & { source: OptionSource }) {
  const t = useTranslations('ui');
  const [text, setText] = useState('');
  const [before] = useState(props.values);
  const sought = useDeferredValue(text.trim());
  const { data, error, isFetching } = useQuery({
    queryKey: [...source.key, 'options', sought],
    queryFn: ({ signal }) => source.find(sought, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const found = data?.options ?? [];
  const ticked = [...new Set([...before, ...props.values])];
  const nameOf = useOptionNames({ ...source, known: [...(source.known ?? []), ...found] }, ticked);
  const typed = source.typed && text.trim() !== '' ? [text.trim()] : [];
  const top = [...new Set([...typed, ...ticked])].map((value) => ({ value, label: nameOf(value) }));
  const rest = found.filter(({ value }) => !top.some((one) => one.value === value));
  return (
    <>
      <SearchOptions text={text} onText={setText} />
      <Boxes {...props} options={[...top, ...rest]} isBusy={isFetching}>
        {error ? <p className="text-bad text-sm">{t('optionsFailed')}</p> : null}
      </Boxes>
      {data?.more ? <p className="text-faint text-xs">{t('typeForMore')}</p> : null}
    </>
  );
}

function SearchOptions({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useTranslations('ui');
  return (
    <TextField
      label={t('searchToChoose')}
      hideLabel
      placeholder={t('searchToChoose')}
      maxLength={200}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

interface BoxesProps extends ChoicesProps {
  options: readonly FilterOption[];
  isBusy?: boolean;
  children?: ReactNode;
}

function Boxes({ label, options, values, onValues, isBusy = false, children }: BoxesProps) {
  const t = useTranslations('ui');
  return (
    <fieldset aria-busy={isBusy} className="-mx-1 flex max-h-64 flex-col gap-2 overflow-y-auto px-1 py-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          checked={values.includes(option.value)}
          onCheckedChange={(on) =>
            onValues(on ? [...values, option.value] : values.filter((v) => v !== option.value))
          }
        />
      ))}
      {children ?? null}
      {options.length === 0 && !children ? (
        <p className="text-faint text-sm">{t(isBusy ? 'searching' : 'nothingFound')}</p>
      ) : null}
    </fieldset>
  );
}
