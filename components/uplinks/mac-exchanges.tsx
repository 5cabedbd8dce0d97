'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { Time } from '#components/ui/time.tsx';
import { macWordsDutch } from '#server/protocols/lorawan/mac-command-dutch.ts';
import type { MacExchange, ToldMacCommand } from '#server/uplinks/contract.ts';

interface MacExchangesProps {
  exchanges: readonly MacExchange[];
  /** The message that is looked at: its own half needs no address. */
  uplinkId: number;
}

/** What device and network arranged between themselves: each request with its answer, in words. */
export function MacExchanges({ exchanges, uplinkId }: MacExchangesProps) {
  const t = useTranslations('messages.mac');
  return (
    <ul className="flex flex-col gap-3 text-sm">
      {exchanges.map((exchange, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the exchanges of one frame, in their order
          key={index}
          className="flex flex-col gap-1.5 border-line-soft border-l-2 pl-3"
        >
          <Half half={exchange.request} uplinkId={uplinkId} missing={t('requestUnseen')} />
          {exchange.request?.role === 'unknown' ? null : (
            <Half half={exchange.answer} uplinkId={uplinkId} missing={t('unanswered')} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface HalfProps {
  half: ToldMacCommand | null;
  uplinkId: number;
  missing: string;
}

function Half({ half, uplinkId, missing }: HalfProps) {
  const t = useTranslations('messages.mac');
  const isDutch = useLocale() === 'nl';
  if (!half) return <p className="text-faint">{missing}</p>;
  const up = half.direction === 'up';
  const Arrow = up ? ArrowUp : ArrowDown;
  return (
    <div>
      <p className="flex flex-wrap items-center gap-x-2">
        <Arrow aria-hidden="true" className={`size-3.5 shrink-0 ${up ? 'text-up' : 'text-down'}`} />
        <span className="sr-only">{t(up ? 'fromDevice' : 'fromNetwork')}</span>
        <span className="mono font-semibold">{half.name}</span>
        {half.uplinkId === uplinkId ? null : (
          <Link
            href={`/manager/messages/${half.uplinkId}`}
            className="ml-auto rounded-sm text-accent text-xs hover:underline"
          >
            <Time value={half.receivedAt} look="clock" />
          </Link>
        )}
      </p>
      <p className="text-dim">{isDutch ? macWordsDutch(half) : half.words}</p>
    </div>
  );
}
