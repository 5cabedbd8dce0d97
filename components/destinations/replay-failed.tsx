'use client';
import { useQuery } from '@tanstack/react-query';
import RotateCw from 'lucide-react/icons/rotate-cw';
import { useTranslations } from 'next-intl';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { replayFailed } from '#server/deliveries/actions.ts';
import type { DeliveryLogItem } from '#server/deliveries/log-contract.ts';
import { destinationKeys } from './queries.ts';

/** Everything that failed, in the order in which it came; says how many before. */
export function ReplayFailed({ destination }: { destination: { id: string; name: string } }) {
  const t = useTranslations('destinations.log');
  const act = useAct();
  const { data: failed } = useQuery({
    queryKey: [...destinationKeys.log(destination.id), 'failed-count'],
    queryFn: async ({ signal }) => {
      const failedOnly = [{ field: 'state', op: 'is' as const, value: 'failed' }];
      const table = `destinations/${destination.id}/deliveries`;
      const page = await fetchRows<DeliveryLogItem>(table, { filters: failedOnly, limit: 1 }, signal);
      return page.total;
    },
  });
  const confirm = async () => {
    const answer = await act(replayFailed({ destinationId: destination.id }), {
      stale: [destinationKeys.all],
      quiet: true,
    });
    if (!answer.ok) return answer.words;
    const { replayed, more } = answer.value;
    toast({ title: t('replayed', { count: replayed }), description: more ? t('more') : undefined });
    return undefined;
  };
  return (
    <ConfirmDialog
      danger={false}
      trigger={
        <Button size="sm" disabled={!failed} icon={<RotateCw aria-hidden="true" />}>
          {t('replayAll')}
        </Button>
      }
      title={t('replayAllTitle')}
      confirmLabel={t('replay')}
      onConfirm={confirm}
    >
      {t('replayAllText', { count: failed ?? 0, name: destination.name })}
    </ConfirmDialog>
  );
}
