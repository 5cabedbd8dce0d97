'use client';
import { useTranslations } from 'next-intl';
import { deviceKeys } from '#components/devices/queries.ts';
import { useAct } from '#components/frame/use-act.ts';
import { wishOnNetwork } from '#server/lora-registrations/actions.ts';
import type { LoraDetail, NetworkWish } from '#server/lora-registrations/contract.ts';
import { loraKeys } from './queries.ts';

/** Wishes something for this device; words when it is refused. */
export function useWish({ id, device }: Pick<LoraDetail, 'id' | 'device'>) {
  const t = useTranslations('lora.done');
  const act = useAct();
  return async (wish: NetworkWish): Promise<string | undefined> => {
    const answer = await act(wishOnNetwork({ deviceId: id, wish }), {
      done: t(wish.kind, { name: device.name }),
      stale: [loraKeys.one(id), loraKeys.list, deviceKeys.head(id)],
      quiet: true,
    });
    return answer.ok ? undefined : answer.words;
  };
}
