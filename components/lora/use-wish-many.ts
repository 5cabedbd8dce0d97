'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inParts } from '#components/frame/in-parts.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { useSelectedIds } from '#components/frame/use-selected-ids.ts';
import { withinProject } from '#components/frame/within-project.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import type { ActionAnswer } from '#server/http/action.ts';
import { wishOnNetwork } from '#server/lora-registrations/actions.ts';
import type { LoraRow, NetworkWish, WishesOutcome } from '#server/lora-registrations/contract.ts';
import { loraKeys } from './queries.ts';

/** Wishes the same for a selection; devices for which it cannot be are left as they are and counted by their reason. */
export function useWishMany(projectId: string | undefined) {
  const t = useTranslations('lora.bulk');
  const words = useRefusalWords();
  const client = useQueryClient();
  const idsOf = useSelectedIds<LoraRow>('lora');
  return async (selection: TableSelection, wish: NetworkWish): Promise<boolean> => {
    const ids = await idsOf(selection, (query) => withinProject(query, projectId));
    if (ids === null) return false;
    const { answers, refused } = await inParts(ids, (part) => wishFor(part, wish));
    toast({ title: t('asked', { count: answers.reduce((sum, { changed }) => sum + changed.length, 0) }) });
    const codes = Map.groupBy(
      answers.flatMap((answer) => answer.refused),
      ({ code }) => code,
    );
    for (const [code, { length }] of codes)
      toast({ title: t('refused', { count: length, reason: words({ code }) }), tone: 'bad' });
    if (refused) toast({ title: words(refused), tone: 'bad' });
    await client.invalidateQueries({ queryKey: loraKeys.list });
    return refused === null;
  };
}

/** Of one device alone a refusal is thrown; in a selection it is one of many all the same. */
async function wishFor(deviceIds: string[], wish: NetworkWish): Promise<ActionAnswer<WishesOutcome>> {
  const answer = await answerOf(wishOnNetwork({ deviceIds, wish }));
  const [only, another] = deviceIds;
  if (answer.ok || !only || another || answer.error.kind !== 'conflict') return answer;
  return { ok: true, value: { changed: [], refused: [{ deviceId: only, code: answer.error.code }] } };
}
