'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Reading } from './send-pack.ts';

export interface FreeValue {
  key: number;
  name: string;
  value: string;
  unit: string;
}

/** RFC 8428 §4.5.1 */
const NAME = /^[A-Za-z0-9][A-Za-z0-9\-:._/]*$/;

export const isName = (name: string) => NAME.test(name) && name.length <= 100;

/** What cannot be sent yet is left out: it says so beside its field. */
export function readingsOfFree(values: readonly FreeValue[]): Reading[] {
  return values.flatMap(({ name, value, unit }): Reading[] => {
    if (!isName(name) || value === '') return [];
    const of = { n: name, ...(unit === '' ? {} : { u: unit }) };
    if (value === 'true' || value === 'false') return [{ ...of, vb: value === 'true' }];
    const number = Number(value.replace(',', '.'));
    return [Number.isFinite(number) ? { ...of, v: number } : { ...of, vs: value }];
  });
}

export function FreeValues({
  values,
  onChange,
}: {
  values: readonly FreeValue[];
  onChange: (values: readonly FreeValue[]) => void;
}) {
  const t = useTranslations('simulator.free');
  const change = (key: number, part: Partial<FreeValue>) =>
    onChange(values.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => onChange([...values, { key: Date.now(), name: '', value: '', unit: '' }]);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <div>{t('name')}</div>
        <p className="text-faint text-sm">{t('hint')}</p>
      </div>
      {values.map(({ key, name, value, unit }) => (
        <fieldset
          key={key}
          className="grid grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,1fr)_auto] items-end gap-2"
        >
          <legend className="sr-only">{name || t('new')}</legend>
          <TextField
            label={t('field')}
            mono
            value={name}
            error={name !== '' && !isName(name) ? t('badName') : undefined}
            onChange={(event) => change(key, { name: event.target.value.trim() })}
          />
          <TextField
            label={t('value')}
            mono
            value={value}
            onChange={(event) => change(key, { value: event.target.value })}
          />
          <TextField
            label={t('unit')}
            mono
            maxLength={20}
            value={unit}
            onChange={(event) => change(key, { unit: event.target.value.trim() })}
          />
          <IconButton
            label={t('remove', { name: name || t('new') })}
            icon={<X aria-hidden="true" />}
            onClick={() => onChange(values.filter((one) => one.key !== key))}
          />
        </fieldset>
      ))}
      <Button className="self-start" icon={<Plus aria-hidden="true" />} onClick={add}>
        {t('add')}
      </Button>
    </div>
  );
}
