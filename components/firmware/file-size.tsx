'use client';
import { Quantity } from '#components/ui/quantity.tsx';

const UNITS = ['B', 'kB', 'MB'];

/** In the unit that leaves three digits or fewer before the separator; a kB is 1,000 bytes. */
export function FileSize({ bytes }: { bytes: number }) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return <Quantity value={bytes / 1000 ** step} unit={UNITS[step]} digits={step === 0 ? 0 : 1} />;
}
