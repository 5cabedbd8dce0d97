import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { toast } from '#components/ui/toast.tsx';
import { replayDeliveries } from '#server/deliveries/actions.ts';
import { destinationKeys } from './queries.ts';

const STALE = [destinationKeys.all, ['messages']];

/** Sends one delivery again, and says what came of it. */
export function useReplay() {
  const t = useTranslations('destinations.log');
  const act = useAct();
  return async (id: number): Promise<void> => {
    const answer = await act(replayDeliveries({ ids: [id] }), { stale: STALE });
    if (answer.ok) toast({ title: t('replayed', { count: answer.value.replayed }) });
  };
}
