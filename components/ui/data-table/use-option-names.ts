'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { OptionSource } from './table-types.ts';

const none = { key: ['table-options'] } as const satisfies Pick<OptionSource, 'key'>;

/** The words of options that the server looks for; a value whose name is not known stands for itself. */
export function useOptionNames(
  source: OptionSource | undefined,
  values: readonly string[],
): (value: string) => string {
  const { key, named, known = [] }: Pick<OptionSource, 'key' | 'named' | 'known'> = source ?? none;
  const unknown = values.filter((value) => !known.some((option) => option.value === value)).toSorted();
  const { data } = useQuery({
    queryKey: [...key, 'named', unknown],
    enabled: named !== undefined && unknown.length > 0,
    queryFn: ({ signal }) => named?.(unknown, signal) ?? [],
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const options = [...known, ...(data ?? [])];
  return (value) => options.find((option) => option.value === value)?.label ?? value;
}
