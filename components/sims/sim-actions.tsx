'use client';
import CircleGauge from 'lucide-react/icons/circle-gauge';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import { changeSims } from '#server/sims/actions.ts';
import type { Sim, WantedStatus } from '#server/sims/contract.ts';
import { statusesAfter } from '#server/sims/rules.ts';
import { simKeys } from './queries.ts';
import type { SimRights } from './sim-page.tsx';

/** The statuses that may follow the present one; each says what it means before it is asked for. */
export function SimActions({ sim, may }: { sim: Sim; may: SimRights }) {
  const t = useTranslations('sims');
  const act = useAct();
  const [asked, setAsked] = useState<WantedStatus | null>(null);
  const statuses = statusesAfter(sim.status).filter((status) => status !== 'RETIRED' || may.retire);
  const isRetiring = sim.changes.some(({ wanted, state }) => wanted === 'RETIRED' && state === 'pending');
  if (!may.update || !sim.account || statuses.length === 0 || isRetiring) return null;
  const confirm = async () => {
    if (!asked) return undefined;
    const answer = await act(changeSims({ ids: [sim.id], change: { status: asked } }), {
      done: t('change.asked', { what: t(`status.${asked}`) }),
      stale: [simKeys.all],
      quiet: true,
    });
    return answer.ok ? undefined : answer.words;
  };
  return (
    <>
      <Menu
        align="end"
        trigger={<Button icon={<CircleGauge aria-hidden="true" />}>{t('action.status')}</Button>}
      >
        {statuses.map((status) => (
          <MenuItem key={status} danger={status === 'RETIRED'} onSelect={() => setAsked(status)}>
            {t(`action.${status}`)}
          </MenuItem>
        ))}
      </Menu>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsked(null)}
          title={t(`confirm.${asked}Title`, { iccid: sim.iccid })}
          confirmLabel={t(`action.${asked}`)}
          danger={asked === 'RETIRED' || asked === 'DEACTIVATED'}
          typedName={asked === 'RETIRED' ? sim.iccid : undefined}
          onConfirm={confirm}
        >
          {t(`confirm.${asked}Text`)}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
