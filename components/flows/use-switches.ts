'use client';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { toggleDecoder, toggleEncoder } from '#server/flows/actions.ts';
import type { FlowDeviceType } from '#server/flows/contract.ts';
import type { DrawnFlow } from './graph-model.tsx';
import { LINK_STALE } from './queries.ts';

type Kind = 'decoder' | 'encoder';

/**
 * Switches a decoder or an encoder for one device type of a flow, or (null) for every type that has it the other way;
 * with the way back.
 */
export function useSwitches(flow: DrawnFlow) {
  const t = useTranslations('flows.processing');
  const act = useAct();
  return async (
    kind: Kind,
    one: { id: string; name: string },
    deviceTypeId: string | null,
    enabled: boolean,
  ) => {
    const types = flow.types.filter(
      (type) =>
        (deviceTypeId === null || type.deviceType.id === deviceTypeId) &&
        offered(type, kind).some(({ id, enabled: now }) => id === one.id && now !== enabled),
    );
    const set = (to: boolean) =>
      types.map(({ deviceType }) => toggle(kind, flow.id, deviceType.id, one.id, to));
    const names = { decoder: one.name, type: types.map((type) => type.deviceType.name).join(', ') };
    const back = async () => {
      for (const asked of set(!enabled)) await act(asked, { stale: LINK_STALE });
    };
    for (const [index, asked] of set(enabled).entries()) {
      const last = index === types.length - 1;
      const answer = await act(asked, {
        stale: LINK_STALE,
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

const offered = ({ decoders, encoders }: FlowDeviceType, kind: Kind): { id: string; enabled: boolean }[] =>
  kind === 'decoder' ? decoders : encoders;

function toggle(kind: Kind, flowId: string, deviceTypeId: string, id: string, enabled: boolean) {
  return kind === 'decoder'
    ? toggleDecoder({ flowId, deviceTypeId, decoderId: id, enabled })
    : toggleEncoder({ flowId, deviceTypeId, encoderId: id, enabled });
}
