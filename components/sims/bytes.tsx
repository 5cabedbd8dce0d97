'use client';
import { useFormatter } from 'next-intl';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** The unit in which this many bytes are a number that people read, and what one of it is. */
export function byteUnit(bytes: number): { unit: string; size: number } {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return { unit: UNITS[step] as string, size: 1000 ** step };
}

export function Bytes({ value }: { value: number | null }) {
  const format = useFormatter();
  if (value === null) return <span className="text-faint">–</span>;
  const { unit, size } = byteUnit(value);
  const digits = size === 1 ? 0 : 1;
  return (
    <span className="whitespace-nowrap">
      {format.number(value / size, { minimumFractionDigits: digits, maximumFractionDigits: digits })}{' '}
      <span className="text-faint">{unit}</span>
    </span>
  );
}
