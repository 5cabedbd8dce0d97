import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { replayDeliveries } from '#server/deliveries/actions.ts';
import { destinationKeys } from './queries.ts';

/** Sends deliveries again and says so; answers whether it was begun. */
export function useReplay() {
  const t = useTranslations('destinations.log');
  const act = useAct();
  return async (ids: number[]): Promise<boolean> => {
    const answer = await act(replayDeliveries({ ids }), {
      stale: [destinationKeys.all],
      done: t('replayed', { count: ids.length }),
    });
    return answer.ok;
  };
}
