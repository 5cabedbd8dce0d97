'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { inParts } from '#components/frame/in-parts.ts';
import { answerOf } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { assignFirmware } from '#server/firmware/actions.ts';
import { firmwareKeys } from './queries.ts';

/** Offers a version to any number of devices and says to how many; false where it was refused, which has been said. */
export function useAssign() {
  const t = useTranslations('firmware');
  const act = useAct();
  return useCallback(
    async (firmwareVersionId: string, ids: readonly string[], days: number): Promise<boolean> => {
      let count = 0;
      const { refused } = await inParts(ids, async (deviceIds) => {
        const answer = await answerOf(assignFirmware({ firmwareVersionId, deviceIds, days }));
        if (answer.ok) count += answer.value.assigned;
        return answer;
      });
      const answer = refused ? { ok: false as const, error: refused } : { ok: true as const, value: count };
      const { ok } = await act(Promise.resolve(answer), {
        done: t('assigned', { count }),
        stale: [firmwareKeys.all],
      });
      return ok;
    },
    [t, act],
  );
}
