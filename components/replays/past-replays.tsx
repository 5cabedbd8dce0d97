'use client';
import { useTranslations } from 'next-intl';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { PastReplay } from '#server/uplinks/contract.ts';

/** When a message was run through its decoders again, by whom and into what. */
export function PastReplays({ replays }: { replays: PastReplay[] }) {
  const t = useTranslations('replays.past');
  if (replays.length === 0) return null;
  return (
    <Panel title={t('title')}>
      <ul className="flex flex-col gap-2 text-sm">
        {replays.map(({ id, at, actor, into }) => (
          <li key={id}>
            <Time value={at} look="exact" />
            <span className="block text-dim">
              {t('line', {
                who: actor,
                into: [
                  ...(into.history ? [t('history')] : []),
                  ...(into.twin ? [t('twin')] : []),
                  ...(into.deliveries > 0 ? [t('deliveries', { count: into.deliveries })] : []),
                ].join(', '),
              })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
