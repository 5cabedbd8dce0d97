'use client';
import { useTranslations } from 'next-intl';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Measurement } from '#server/measurements/contract.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';

/** Degrees of a position are useless with three digits: the fifth is a metre. */
export function MeasuredNumber({
  value,
  unit,
}: {
  value: number | undefined;
  unit?: string | null | undefined;
}) {
  if (unit === 'lat' || unit === 'lon') return <Quantity value={value} unit={unitShown(unit)} digits={5} />;
  // Over thirty years of seconds are a moment, not a duration.
  if (unit === 's' && value !== undefined && value >= 1e9 && value < 5e9)
    return <Time value={value * 1000} look="clock" className="whitespace-nowrap" />;
  return <Quantity value={value} unit={unitShown(unit)} />;
}

interface MeasuredValueProps {
  record: Omit<Measurement, 'n' | 't'> | null;
  /** A long text shows its beginning first; not where lines have one height. */
  folds?: boolean;
}

/** A record's value with its unit, whatever its kind. */
export function MeasuredValue({ record, folds }: MeasuredValueProps) {
  const t = useTranslations('messages.value');
  if (!record) return <span className="text-faint">–</span>;
  if (record.vs !== undefined)
    return folds && record.vs ? (
      <FoldedText text={record.vs} />
    ) : (
      <span className="break-words">{record.vs === '' ? t('empty') : record.vs}</span>
    );
  if (record.vb !== undefined) return <>{t(record.vb ? 'true' : 'false')}</>;
  if (record.vd !== undefined) return <code className="mono break-all">{record.vd}</code>;
  return <MeasuredNumber value={record.v ?? record.s} unit={record.u} />;
}
