'use client';
import { useFormatter } from 'next-intl';

export interface QuantityProps {
  value: number | null | undefined;
  unit?: string | undefined;
  /** Digits after the separator; by default at most three. */
  digits?: number | undefined;
  style?: 'decimal' | 'percent' | 'compact' | undefined;
}

/** A number as the reader writes numbers, with a true minus sign and its unit said softly. */
export function Quantity({ value, unit, digits, style = 'decimal' }: QuantityProps) {
  const write = useNumberWords();
  if (value === null || value === undefined || !Number.isFinite(value))
    return <span className="text-faint">–</span>;
  return (
    <span className="whitespace-nowrap">
      {write(value, digits, style)}
      {unit ? <span className="text-faint">{unit === '°' ? unit : ` ${unit}`}</span> : null}
    </span>
  );
}

export function useNumberWords() {
  const format = useFormatter();
  return (value: number, digits?: number, style: QuantityProps['style'] = 'decimal') =>
    format
      .number(value, {
        ...(digits === undefined
          ? { maximumFractionDigits: 3 }
          : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
        ...(style === 'percent' ? { style: 'percent' as const } : {}),
        ...(style === 'compact' ? { notation: 'compact' as const } : {}),
      })
      .replace(/^-/, '−');
}
