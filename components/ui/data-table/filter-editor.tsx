'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '../button.tsx';
import { RadioGroup } from '../radio.tsx';
import { Select } from '../select.tsx';
import { TextField } from '../text-field.tsx';
import { ChoiceInputs, FoundChoices } from './choice-inputs.tsx';
import { opsOf } from './filter-ops.ts';
import { fromLocalInput, toLocalInput } from './local-input.ts';
import type { FilterOp, TableFilter } from './table-query.ts';
import type { ExtraFilter } from './table-types.ts';

export interface FilterEditorProps {
  target: ExtraFilter;
  current?: TableFilter | undefined;
  onApply: (filter: TableFilter) => void;
  onRemove?: (() => void) | undefined;
}

/** Edits one filter; what is not complete cannot be applied, so no half filter ever stands in the address. */
export function FilterEditor({ target, current, onApply, onRemove }: FilterEditorProps) {
  const t = useTranslations('ui.table');
  const { kind } = target.filter;
  const ops = opsOf(target.filter);
  const [op, setOp] = useState<FilterOp>(current?.op ?? ops[0] ?? 'is');
  const [values, setValues] = useState<string[]>(startValues(current));
  const value = finishedValue(op, values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (value !== null) onApply({ field: target.field, op, value });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {ops.length > 1 ? (
        <Select
          label={t('condition')}
          hideLabel
          value={op}
          options={ops.map((each) => ({
            value: each,
            label: t(`op.${kind === 'date' && each === 'between' ? 'period' : each}`),
          }))}
          onValueChange={(next) => {
            setOp(next);
            setValues([]);
          }}
        />
      ) : null}
      <ValueInputs target={target} op={op} values={values} onValues={setValues} />
      <div className="flex justify-end gap-2">
        {onRemove ? (
          <Button size="sm" variant="quiet" onClick={onRemove}>
            {t('removeFilter')}
          </Button>
        ) : null}
        <Button size="sm" variant="primary" type="submit" disabled={value === null}>
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}

function startValues(current: TableFilter | undefined): string[] {
  if (!current) return [];
  return Array.isArray(current.value) ? current.value : [current.value];
}

/** The value to store, or null while it is not complete. */
function finishedValue(op: FilterOp, values: string[]): string | string[] | null {
  if (op === 'empty' || op === 'filled') return '';
  if (op === 'in') return values.length > 0 ? values : null;
  if (op === 'between') {
    const range = [values[0]?.trim() ?? '', values[1]?.trim() ?? ''];
    return range.some((end) => end !== '') ? range : null;
  }
  return values[0]?.trim() || null;
}

interface ValueInputsProps {
  target: ExtraFilter;
  op: FilterOp;
  values: string[];
  onValues: (values: string[]) => void;
}

function ValueInputs({ target, op, values, onValues }: ValueInputsProps) {
  const t = useTranslations('ui.table');
  const { filter, label } = target;
  if (op === 'empty' || op === 'filled') return null;
  if (filter.kind === 'enum') {
    const { source } = filter;
    if (source) return <FoundChoices label={label} source={source} values={values} onValues={onValues} />;
    return <ChoiceInputs label={label} options={filter.options} values={values} onValues={onValues} />;
  }
  if (filter.kind === 'boolean') {
    return (
      <RadioGroup
        label={<span className="sr-only">{label}</span>}
        value={values[0] ?? ''}
        onValueChange={(next) => onValues([next])}
        options={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
      />
    );
  }
  if (filter.kind === 'text' || (filter.kind === 'value' && op !== 'between')) {
    return (
      <TextField
        label={label}
        hideLabel
        autoFocus
        value={values[0] ?? ''}
        onChange={(event) => onValues([event.target.value])}
      />
    );
  }
  return (
    <RangeInputs
      kind={filter.kind === 'date' ? 'date' : 'number'}
      unit={filter.kind === 'number' ? filter.unit : undefined}
      values={values}
      onValues={onValues}
    />
  );
}

interface RangeInputsProps extends Pick<ValueInputsProps, 'values' | 'onValues'> {
  kind: 'number' | 'date';
  unit: string | undefined;
}

function RangeInputs({ kind, unit, values, onValues }: RangeInputsProps) {
  const t = useTranslations('ui.table');
  const [from = '', to = ''] = values;
  const read = kind === 'date' ? toLocalInput : (value: string) => value;
  const write = kind === 'date' ? fromLocalInput : (value: string) => value.replace(',', '.');
  const type = kind === 'date' ? 'datetime-local' : 'number';
  return (
    <div className={kind === 'date' ? 'flex flex-col gap-2' : 'grid grid-cols-2 gap-2'}>
      <TextField
        label={t('from')}
        type={type}
        step="any"
        trail={unit}
        autoFocus
        value={read(from)}
        onChange={(e) => onValues([write(e.target.value), to])}
      />
      <TextField
        label={t('to')}
        type={type}
        step="any"
        trail={unit}
        value={read(to)}
        onChange={(e) => onValues([from, write(e.target.value)])}
      />
    </div>
  );
}
