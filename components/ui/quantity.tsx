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
    <span className={unit && unit.length > LONG_UNIT ? undefined : 'whitespace-nowrap'}>
      {/* Where a line is too short for both, the unit goes to the next: digits stay together. */}
      {unit ? (
        <span className="whitespace-nowrap">{write(value, digits, style)}</span>
      ) : (
        write(value, digits, style)
      )}
      {unit ? <span className="text-faint">{unit === '°' ? unit : ` ${unit}`}</span> : null}
    </span>
  );
}

/** Of a device's own making; those that people use are shorter. */
const LONG_UNIT = 16;

/** Beyond it a double has no digit to each place; below it three digits would make it nought. */
const isBeyondDigits = (value: number, digits: number | undefined) =>
  Math.abs(value) >= 1e15 || (digits === undefined && value !== 0 && Math.abs(value) < 0.0005);

export function useNumberWords() {
  const format = useFormatter();
  return (value: number, digits?: number, style: QuantityProps['style'] = 'decimal') =>
    format
      .number(value, {
        ...(style === 'decimal' && isBeyondDigits(value, digits) ? { notation: 'scientific' as const } : {}),
        ...(digits === undefined
          ? { maximumFractionDigits: 3 }
          : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
        ...(style === 'percent' ? { style: 'percent' as const } : {}),
        ...(style === 'compact' ? { notation: 'compact' as const } : {}),
      })
      .replaceAll('-', '−');
}
