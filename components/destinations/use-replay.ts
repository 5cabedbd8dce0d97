import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { toast } from '#components/ui/toast.tsx';
import { replayDeliveries } from '#server/deliveries/actions.ts';
import { destinationKeys } from './queries.ts';

/** Sends one delivery again, and says what came of it. */
export function useReplay() {
  const t = useTranslations('destinations.log');
  const words = useRefusalWords();
  const client = useQueryClient();
  return async (id: number): Promise<void> => {
    const answer = await answerOf(replayDeliveries({ ids: [id] }));
    if (answer.ok) toast({ title: t('replayed', { count: answer.value.replayed }) });
    else toast({ title: words(answer.error), tone: 'bad' });
    await Promise.all(
      [destinationKeys.all, ['messages']].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
}
