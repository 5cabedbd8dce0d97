'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { fromLocalInput, toLocalInput } from '#components/ui/data-table/local-input.ts';
import { Popover } from '#components/ui/popover.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type GraphAsk, type RangeName, rangeNames } from './graph-range.ts';

type Period = Pick<GraphAsk, 'range' | 'from' | 'to'>;

interface PeriodChipsProps {
  ask: Period;
  onChange: (ask: Partial<Period>) => void;
  ranges?: readonly RangeName[] | undefined;
}

/** Which stretch of time is looked at: one of the usual ones, or one's own. */
export function PeriodChips({ ask, onChange, ranges = rangeNames }: PeriodChipsProps) {
  const t = useTranslations('devices.graph');
  return (
    <fieldset className="ml-auto flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{t('period')}</legend>
      {ranges.map((range) => (
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
  );
}

function CustomPeriod({ ask, onChange }: Omit<PeriodChipsProps, 'ranges'>) {
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
