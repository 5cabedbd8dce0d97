'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Bell from 'lucide-react/icons/bell';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { IntentLink } from '#components/ui/intent-link.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Time } from '#components/ui/time.tsx';
import { markRead } from '#server/alerts/actions.ts';
import type { AlertNotice, Notices } from '#server/alerts/contract.ts';
import { alertKeys } from './queries.ts';
import { useLiveAlerts } from './use-live-alerts.ts';
import { useAlertName } from './use-names.ts';

/** Beyond it the number says no more. */
const MANY = 99;

/** What happened meanwhile, in the top bar: how many are unread, and each with its way there. */
export function NoticeBell() {
  const t = useTranslations('alerts.notice');
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: alertKeys.notices,
    queryFn: ({ signal }) => readJson<Notices>('/rows/notices', signal),
  });
  useLiveAlerts(alertKeys.notices);
  const unread = data?.unread ?? 0;
  const read = async (eventId: number, upTo: boolean) => {
    client.setQueryData<Notices>(alertKeys.notices, (held) => held && afterRead(held, eventId, upTo));
    await markRead({ eventId, upTo });
    await client.invalidateQueries({ queryKey: alertKeys.notices });
  };
  const newest = data?.items[0];
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-96 p-0"
      trigger={
        <button
          type="button"
          aria-label={t('open', { count: unread })}
          className="relative grid size-8 shrink-0 place-items-center rounded-md text-dim hover:bg-sel hover:text-ink data-[popup-open]:bg-sel"
        >
          <Bell aria-hidden="true" className="size-4.5" />
          {unread > 0 ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 -right-1 grid h-4 min-w-4 place-items-center rounded-full bg-bad-soft px-1 font-semibold text-2xs text-bad tabular-nums ring-2 ring-panel"
            >
              {unread > MANY ? `${MANY}+` : unread}
            </span>
          ) : null}
        </button>
      }
    >
      <header className="flex min-h-11 items-center gap-2 border-line border-b px-4">
        <h2 className="flex-1 font-semibold text-sm">{t('title')}</h2>
        {unread > 0 && newest ? (
          <Button size="sm" variant="quiet" onClick={() => void read(newest.id, true)}>
            {t('readAll')}
          </Button>
        ) : null}
      </header>
      {data && data.items.length > 0 ? (
        <ul className="max-h-[min(60dvh,420px)] divide-y divide-line-soft overflow-y-auto">
          {data.items.map((notice) => (
            <NoticeLine
              key={notice.id}
              notice={notice}
              onOpen={() => {
                setOpen(false);
                if (!notice.isRead) void read(notice.id, false);
              }}
            />
          ))}
        </ul>
      ) : (
        <p className="px-4 py-6 text-center text-dim text-sm">{t('none')}</p>
      )}
      <footer className="border-line border-t px-4 py-2.5 text-sm">
        <IntentLink
          href="/manager/alerts"
          onClick={() => setOpen(false)}
          className="rounded-sm text-accent hover:underline"
        >
          {t('all')}
        </IntentLink>
      </footer>
    </Popover>
  );
}

/** At once what the answer will say. */
function afterRead({ items, unread }: Notices, eventId: number, upTo: boolean): Notices {
  const isMeant = ({ id }: AlertNotice) => (upTo ? id <= eventId : id === eventId);
  return {
    items: items.map((notice) => (isMeant(notice) ? { ...notice, isRead: true } : notice)),
    unread: upTo ? 0 : Math.max(0, unread - 1),
  };
}

/** Of a device: how long it is silent counts, not when somebody looked. */
const TELLS_SINCE = new Set<string>(['silent', 'late', 'left', 'opened', 'reopened']);
const BAD = new Set(['opened', 'reopened', 'silent', 'left']);

function NoticeLine({ notice, onOpen }: { notice: AlertNotice; onOpen: () => void }) {
  const t = useTranslations('alerts.notice');
  const nameOf = useAlertName();
  const { alert, event, isRead } = notice;
  return (
    <li>
      <IntentLink
        href={`/manager/alerts/${alert.id}`}
        onClick={onOpen}
        className="focus-inset flex items-start gap-2.5 px-4 py-2.5 hover:bg-hover"
      >
        <span
          aria-hidden="true"
          className={cx(
            'mt-1.5 size-2 shrink-0 rounded-full',
            isRead ? 'bg-line' : BAD.has(event) ? 'bg-bad' : 'bg-accent',
          )}
        />
        <span className="min-w-0 flex-1">
          <span className={cx('line-clamp-2 break-words text-sm', isRead ? 'text-dim' : 'font-medium')}>
            {t(`said.${event as 'silent'}`, { name: nameOf(alert) })}
          </span>
          <span className="text-faint text-xs">
            {TELLS_SINCE.has(event) ? (
              <>
                {t('since')} <Time value={alert.since} />
                {' · '}
                {t('told')}{' '}
              </>
            ) : null}
            <Time value={notice.at} look="ago" />
            {isRead ? null : <span className="sr-only"> · {t('unread')}</span>}
          </span>
        </span>
      </IntentLink>
    </li>
  );
}
