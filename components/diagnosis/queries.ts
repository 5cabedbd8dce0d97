'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { Diagnosis } from '#server/diagnosis/contract.ts';

export type Subject = Pick<Diagnosis['subject'], 'kind' | 'id'>;

export const diagnosisKey = ({ kind, id }: Subject) => ['diagnosis', kind, id] as const;

/** A tired operator waits for the turn: it is asked again by itself. */
const EVERY_MS = 20_000;

export function useDiagnosis(initial: Diagnosis) {
  const { kind, id } = initial.subject;
  return useQuery({
    queryKey: diagnosisKey(initial.subject),
    queryFn: ({ signal }) => readJson<Diagnosis>(`/rows/${kind}s/${id}/diagnosis`, signal),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
}
