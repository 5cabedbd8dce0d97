'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { fromLocalInput, toLocalInput } from '#components/ui/data-table/local-input.ts';
import { Popover } from '#components/ui/popover.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { MeasuredName } from '#server/measurements/series-contract.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';
import { type GraphAsk, rangeNames } from './graph-range.ts';

interface GraphControlsProps {
  names: MeasuredName[];
  chosen: string[];
  ask: GraphAsk;
  onChange: (ask: Partial<GraphAsk>) => void;
}

/** A value of its own: a select shows its placeholder for an empty one. */
const none = '-';

export function GraphControls({ names, chosen, ask, onChange }: GraphControlsProps) {
  const t = useTranslations('devices.graph');
  const options = names
    .filter((name) => name.kind === 'number' || name.kind === 'boolean')
    .map(({ name, units }) => ({
      value: name,
      label: name,
      hint: units.flatMap((unit) => unitShown(unit) ?? []).join(', ') || undefined,
    }));
  const [first = none, second = none] = chosen;
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Select
        label={t('metric')}
        className="w-full sm:w-56"
        options={options}
        value={first}
        onValueChange={(name) =>
          onChange({ names: second !== none && second !== name ? [name, second] : [name] })
        }
      />
      <Select
        label={t('second')}
        className="w-full sm:w-56"
        options={[{ value: none, label: t('noSecond') }, ...options.filter(({ value }) => value !== first)]}
        value={second}
        onValueChange={(name) => onChange({ names: name === none ? [first] : [first, name] })}
      />
      <fieldset className="ml-auto flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">{t('period')}</legend>
        {rangeNames.map((range) => (
          <Chip
            key={range}
            active={ask.range === range}
            aria-pressed={ask.range === range}
            onClick={() => onChange({ range })}
          >
            {t(`range.${range}`)}
          </Chip>
        ))}
        <CustomPeriod ask={ask} onChange={onChange} />
      </fieldset>
    </div>
  );
}

function CustomPeriod({ ask, onChange }: Pick<GraphControlsProps, 'ask' | 'onChange'>) {
  const t = useTranslations('devices.graph');
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const from = Date.parse(fromLocalInput(String(form.get('from'))));
    const to = Date.parse(fromLocalInput(String(form.get('to'))));
    const good = to > from;
    setWrong(!good);
    if (!good) return;
    onChange({ range: 'custom', from, to });
    setOpen(false);
  };
  const local = (at: number) => toLocalInput(new Date(at).toISOString());
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      title={t('range.custom')}
      trigger={<Chip active={ask.range === 'custom'}>{t('range.custom')}</Chip>}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextField label={t('from')} name="from" type="datetime-local" defaultValue={local(ask.from)} />
        <TextField
          label={t('to')}
          name="to"
          type="datetime-local"
          defaultValue={local(ask.to)}
          error={wrong ? t('badPeriod') : undefined}
        />
        <Button type="submit" variant="primary">
          {t('show')}
        </Button>
      </form>
    </Popover>
  );
}
