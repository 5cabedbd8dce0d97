'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { deviceKeys } from '#components/devices/queries.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { sendSimulated, simulateDevice, stopSimulation } from '#server/lora-simulator/actions.ts';
import type { Simulation, SimulationSettings } from '#server/lora-simulator/simulation-contract.ts';

const SOON_MS = 2_000;
const LATER_MS = 15_000;

const keyOf = (deviceId: string) => ['lora', 'simulation', deviceId] as const;

/** What changes by itself is looked at again soon. */
const changes = ({ refusal, simulated }: Simulation) =>
  refusal === 'not-registered' || simulated?.state === 'running' || simulated?.state === 'once';

export function useSimulation(deviceId: string, painted: Simulation): Simulation {
  const { data } = useQuery({
    queryKey: keyOf(deviceId),
    queryFn: ({ signal }) => readJson<Simulation>(`/rows/lora/${deviceId}/simulation`, signal),
    initialData: painted,
    refetchInterval: ({ state }) => (state.data && changes(state.data) ? SOON_MS : LATER_MS),
  });
  return data;
}

export function useSimulate({ id, name }: { id: string; name: string }) {
  const t = useTranslations('simulator.lora.done');
  const act = useAct();
  const stale = [keyOf(id), deviceKeys.messages(id)];
  return {
    start: async (settings: SimulationSettings, repeats: boolean): Promise<string | undefined> => {
      const done = t(repeats ? 'started' : 'once', { name });
      const asked = simulateDevice({ deviceId: id, settings, repeats });
      const answer = await act(asked, { done, stale, quiet: true });
      return answer.ok ? undefined : answer.words;
    },
    send: () => act(sendSimulated({ deviceId: id }), { done: t('once', { name }), stale }),
    stop: () => act(stopSimulation({ deviceId: id }), { done: t('stopped', { name }), stale }),
  };
}
