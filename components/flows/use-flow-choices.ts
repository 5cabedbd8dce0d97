'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { OptionSource } from '#components/ui/data-table/table-types.ts';
import type { FlowChoice, FlowChoices } from '#server/flows/contract.ts';

export interface FlowsWanted {
  q?: string | undefined;
  project?: string | null | undefined;
  /** Leaves out those that this device is in. */
  without?: string | undefined;
  ids?: readonly string[] | undefined;
}

function readFlowChoices(
  { q, project, without, ids }: FlowsWanted,
  signal: AbortSignal,
): Promise<FlowChoices> {
  const asked = { q: q?.trim(), project, without, ids: ids?.join(',') };
  const params = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return readJson<FlowChoices>(`/rows/flows/choices?${new URLSearchParams(params)}`, signal);
}

/** Flows to choose from, as many as the server names at once; more of them by a part of their names. */
export function useFlowChoices(wanted: FlowsWanted) {
  return useQuery({
    queryKey: ['flows', 'choices', wanted],
    queryFn: ({ signal }) => readFlowChoices(wanted, signal),
    placeholderData: keepPreviousData,
  });
}

/** One by its id, where it was not chosen on this page. */
export function useNamedFlow(id: string | null, known: FlowChoice | null): FlowChoice | null {
  const isKnown = id === null || known?.id === id;
  const { data } = useQuery({
    queryKey: ['flows', 'choices', { ids: [id] }],
    enabled: !isKnown,
    queryFn: ({ signal }) => readFlowChoices({ ids: [id as string] }, signal),
  });
  if (id === null) return null;
  return isKnown ? known : (data?.items[0] ?? null);
}

const optionOf = ({ id, name }: FlowChoice) => ({ value: id, label: name });

/** For the filter of a list; `known`: the flows that its page was painted with a filter on. */
export const flowSource = (project: string | null, known: readonly FlowChoice[]): OptionSource => ({
  key: ['flows', 'choices', project],
  known: known.map(optionOf),
  find: async (q, signal) => {
    const { items, more } = await readFlowChoices({ q, project }, signal);
    return { options: items.map(optionOf), more };
  },
  named: async (ids, signal) => (await readFlowChoices({ ids }, signal)).items.map(optionOf),
});
