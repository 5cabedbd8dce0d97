'use client';
import { useTranslations } from 'next-intl';
import { Select } from '#components/ui/select.tsx';
import type { MeasuredName } from '#server/measurements/series-contract.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';
import type { GraphAsk } from './graph-range.ts';
import { PeriodChips } from './period-chips.tsx';

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
      <PeriodChips ask={ask} onChange={onChange} />
    </div>
  );
}
