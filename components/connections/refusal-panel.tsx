'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useTranslations } from 'next-intl';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { type HourCount, HourStrip } from '#components/ui/hour-strip.tsx';
import { useClock } from '#components/ui/now.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Refusal } from '#server/lora-networks/contract.ts';

const HOUR = 3_600_000;
const SHOWN_HOURS = 48;

interface Reason {
  reason: string;
  count: number;
  last: Refusal;
  hours: HourCount[];
}

/** Where the words for its reasons stand. */
type Texts = 'connections.refusals' | 'connections.doors.refusals';

interface RefusalPanelProps {
  refusals: Refusal[];
  repeated: number;
  texts?: Texts;
}

/** Why messages were turned away, and what to do about it. */
export function RefusalPanel({ refusals, repeated, texts = 'connections.refusals' }: RefusalPanelProps) {
  const t = useTranslations('connections.refusals');
  const now = useClock().getTime();
  const reasons = byReason(refusals, Math.floor(now / HOUR) * HOUR);
  return (
    <Panel title={t('title')} note={t('note')} padding="flush">
      {reasons.length === 0 ? (
        <p className="flex items-center gap-2 border-line-soft border-t px-4 py-4 text-dim text-sm">
          <CircleCheck aria-hidden="true" className="size-4 text-accent" />
          {t('none')}
        </p>
      ) : null}
      <ul>
        {reasons.map((one) => (
          <li key={one.reason} className="border-line-soft border-t px-4 py-3">
            <ReasonRow of={one} texts={texts} />
          </li>
        ))}
      </ul>
      {repeated > 0 ? (
        <p className="border-line-soft border-t px-4 py-3 text-dim text-sm">
          {t('repeated', { count: repeated })}
        </p>
      ) : null}
    </Panel>
  );
}

type Known = 'unauthorized' | 'malformed' | 'unknown-device' | 'too-large' | 'unsupported' | 'disabled';

function ReasonRow({ of, texts }: { of: Reason; texts: Texts }) {
  const t = useTranslations('connections.refusals');
  const words = useTranslations(texts as 'connections.refusals');
  const known = words.has(`what.${of.reason as Known}`) ? (of.reason as Known) : null;
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <div className="font-medium text-sm">
          {known ? words(`what.${known}`) : of.reason}{' '}
          <span className="text-bad">
            × <Quantity value={of.count} />
          </span>
          <span className="ml-2 font-normal text-faint">
            {t('last')} <Time value={of.last.lastAt} look="ago" />
          </span>
        </div>
        {known ? <p className="mt-0.5 text-dim text-sm">{words(`todo.${known}`)}</p> : null}
        {of.last.lastDetail && of.last.lastDetail !== of.reason ? (
          <p className="mono mt-1 text-faint">
            <FoldedText text={of.last.lastDetail} />
          </p>
        ) : null}
      </div>
      <HourStrip hours={of.hours} className="w-40!" />
    </div>
  );
}

function byReason(refusals: Refusal[], thisHour: number): Reason[] {
  const reasons = new Map<string, Refusal[]>();
  for (const one of refusals) reasons.set(one.reason, [...(reasons.get(one.reason) ?? []), one]);
  return [...reasons.entries()]
    .map(([reason, rows]) => ({
      reason,
      count: rows.reduce((sum, row) => sum + row.count, 0),
      last: rows.reduce((a, b) => (new Date(a.lastAt) > new Date(b.lastAt) ? a : b)),
      hours: Array.from({ length: SHOWN_HOURS }, (_, index) => {
        const at = thisHour - (SHOWN_HOURS - 1 - index) * HOUR;
        const row = rows.find((one) => new Date(one.hour).getTime() === at);
        return { at, good: 0, bad: row?.count ?? 0 };
      }),
    }))
    .sort((a, b) => b.count - a.count);
}
