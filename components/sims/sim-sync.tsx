'use client';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Time } from '#components/ui/time.tsx';
import { syncSim } from '#server/sims/actions.ts';
import type { Sim } from '#server/sims/contract.ts';
import { simKeys } from './queries.ts';
import { useReasonWords } from './sim-words.ts';

export function SimSync({ sim, mayUpdate }: { sim: Sim; mayUpdate: boolean }) {
  const t = useTranslations('sims.sync');
  const reason = useReasonWords();
  const act = useAct();
  if (!sim.account) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span aria-live="polite">
        {sim.syncing ? (
          t('running')
        ) : sim.syncedAt ? (
          <>
            {t('last')} <Time value={sim.syncedAt} look="ago" />
          </>
        ) : (
          t('never')
        )}
      </span>
      {sim.syncErrorCode ? (
        <span className="text-bad">
          {t('failed')}: <FoldedText text={reason(sim.syncErrorCode, sim.syncError)} />
        </span>
      ) : null}
      {mayUpdate ? (
        <Button
          size="sm"
          variant="quiet"
          disabled={sim.syncing}
          icon={<RefreshCw aria-hidden="true" />}
          onClick={() =>
            void act(syncSim({ id: sim.id }), { done: t('asked'), stale: [simKeys.one(sim.id)] })
          }
        >
          {t('now')}
        </Button>
      ) : null}
    </span>
  );
}
