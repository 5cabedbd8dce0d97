'use client';
import { useNumberWords } from '#components/ui/quantity.tsx';

/** A level of radio (dBm, dB) as the reader writes numbers; one digit unless told. */
export function useRadioLevel(): (value: number | null, digits?: number) => string {
  const write = useNumberWords();
  return (value, digits = 1) => (value === null ? '–' : write(value, digits));
}
