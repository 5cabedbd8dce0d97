import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inParts } from '#components/frame/in-parts.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { toast } from '#components/ui/toast.tsx';
import { replayDeliveries } from '#server/deliveries/actions.ts';
import { destinationKeys } from './queries.ts';

/** Sends deliveries again, however many, and says what came of it; answers whether all were begun. */
export function useReplay() {
  const t = useTranslations('destinations.log');
  const words = useRefusalWords();
  const client = useQueryClient();
  return async (ids: readonly string[]): Promise<boolean> => {
    const { answers, done, refused } = await inParts(ids, (part) =>
      answerOf(replayDeliveries({ ids: part.map(Number) })),
    );
    const count = answers.reduce((sum, { replayed }) => sum + replayed, 0);
    if (count > 0 || !refused) toast({ title: t('replayed', { count }) });
    if (refused) {
      const reason = words(refused);
      toast({ title: done > 0 ? t('stopped', { left: ids.length - done, reason }) : reason, tone: 'bad' });
    }
    await Promise.all(
      [destinationKeys.all, ['messages']].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
    return refused === null;
  };
}
