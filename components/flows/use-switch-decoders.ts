'use client';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { toggleDecoder } from '#server/flows/actions.ts';
import type { Flow } from '#server/flows/contract.ts';
import { flowKeys } from './queries.ts';

const stale = [flowKeys.all];

/** Switches a decoder for one device type of a flow, or (null) for every type that has it the other way; with the way back. */
export function useSwitchDecoders(flow: Flow) {
  const t = useTranslations('flows.processing');
  const act = useAct();
  return async (decoder: { id: string; name: string }, deviceTypeId: string | null, enabled: boolean) => {
    const types = flow.types.filter(
      ({ deviceType, decoders }) =>
        (deviceTypeId === null || deviceType.id === deviceTypeId) &&
        decoders.some((one) => one.id === decoder.id && one.enabled !== enabled),
    );
    const set = (to: boolean) =>
      types.map(({ deviceType }) =>
        toggleDecoder({ flowId: flow.id, deviceTypeId: deviceType.id, decoderId: decoder.id, enabled: to }),
      );
    const names = { decoder: decoder.name, type: types.map((type) => type.deviceType.name).join(', ') };
    const back = async () => {
      for (const asked of set(!enabled)) await act(asked, { stale });
    };
    for (const [index, asked] of set(enabled).entries()) {
      const last = index === types.length - 1;
      const answer = await act(asked, {
        stale,
        ...(last
          ? {
              done: t(enabled ? 'switchedOn' : 'switchedOff', names),
              undo: { label: t('undo'), run: () => void back() },
            }
          : {}),
      });
      if (!answer.ok) return;
    }
  };
}
