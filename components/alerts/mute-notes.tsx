'use client';
import BellOff from 'lucide-react/icons/bell-off';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { useTimeWords } from '#components/ui/time.tsx';
import { unmuteAlerts } from '#server/alerts/actions.ts';
import type { AlertMute } from '#server/alerts/contract.ts';
import { alertKeys } from './queries.ts';

/** What keeps something quiet, each with its way back. */
export function MuteNotes({ mutes, mayMute }: { mutes: readonly AlertMute[]; mayMute: boolean }) {
  const t = useTranslations('alerts.mute');
  const act = useAct();
  const time = useTimeWords();
  if (mutes.length === 0) return null;
  return (
    <ul className="flex flex-col divide-y divide-line-soft">
      {mutes.map((mute) => (
        <li key={mute.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
          <BellOff aria-hidden="true" className="size-4 shrink-0 text-faint" />
          <div className="min-w-0 flex-1 basis-48">
            <p className="break-words font-medium">
              {mute.name} <span className="font-book text-faint">{t(`target.${mute.target}`)}</span>
            </p>
            <p className="break-words text-dim">{t('by', { reason: mute.reason, name: mute.createdBy })}</p>
          </div>
          <span className="text-faint">
            {mute.until ? t('until', { time: time.date(new Date(mute.until)) }) : t('ever')}
          </span>
          {mayMute ? (
            <Button
              size="sm"
              onClick={() =>
                void act(unmuteAlerts({ id: mute.id }), {
                  done: t('undone', { name: mute.name }),
                  stale: [alertKeys.all],
                })
              }
            >
              {t('undo')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
