'use client';
import ChartLine from 'lucide-react/icons/chart-line';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Time } from '#components/ui/time.tsx';
import { MeasuredNumber } from '#components/uplinks/measured-value.tsx';
import type { ReportedEntry } from '#server/twins/twin-contract.ts';

interface TwinReportedProps {
  title: string;
  entries: readonly ReportedEntry[];
  empty: string;
  deviceId: string;
}

/** The newest value of each name; one that just changed is lit for a moment. */
export function TwinReported({ title, entries, empty, deviceId }: TwinReportedProps) {
  return (
    <section className="not-first:mt-5" aria-label={title}>
      <h3 className="mb-1 font-semibold text-faint text-xs">{title}</h3>
      {entries.length === 0 ? <p className="text-dim text-sm">{empty}</p> : null}
      <dl>
        {entries.map((entry) => (
          <Entry key={entry.name} entry={entry} deviceId={deviceId} />
        ))}
      </dl>
    </section>
  );
}

function Entry({ entry, deviceId }: { entry: ReportedEntry; deviceId: string }) {
  const t = useTranslations('devices.twin');
  const lit = useChanged(String(entry.at));
  return (
    <div
      className={cx(
        '-mx-2 flex items-baseline gap-3 rounded-md border-line-soft border-b px-2 py-1.5 text-sm transition-colors duration-700 last:border-0',
        lit && 'bg-accent-soft',
      )}
    >
      <dt className="min-w-[34%] flex-1 break-words text-dim [overflow-wrap:anywhere]">
        {entry.name}
        {/* A phone has no room for a column of times: there the values have it. */}
        <Time value={entry.at} look="clock" hover="ago" className="block text-faint text-xs sm:hidden" />
      </dt>
      <dd className="max-w-[60%] text-right font-medium [overflow-wrap:anywhere] max-sm:*:whitespace-normal">
        <ReportedValue entry={entry} />
      </dd>
      <dd className="w-24 shrink-0 text-right text-faint text-xs max-sm:hidden">
        <Time value={entry.at} look="clock" hover="ago" />
      </dd>
      <dd className="w-4 shrink-0 self-center">
        {entry.kind === 'number' ? (
          <Link
            href={`/manager/devices/${deviceId}/graph?name=${encodeURIComponent(entry.name)}`}
            aria-label={t('graphOf', { name: entry.name })}
            className="text-faint hover:text-accent"
          >
            <ChartLine aria-hidden="true" className="size-4" />
          </Link>
        ) : null}
      </dd>
    </div>
  );
}

export function ReportedValue({ entry }: { entry: Pick<ReportedEntry, 'value' | 'unit' | 'kind'> }) {
  const t = useTranslations('messages.value');
  if (typeof entry.value === 'number') return <MeasuredNumber value={entry.value} unit={entry.unit} />;
  if (typeof entry.value === 'boolean') return <>{t(entry.value ? 'true' : 'false')}</>;
  if (!entry.value) return t('empty');
  const text = <FoldedText text={entry.value} />;
  return entry.kind === 'data' ? <code className="mono">{text}</code> : text;
}

const litMs = 2_500;

function useChanged(value: string): boolean {
  const before = useRef(value);
  const [lit, setLit] = useState(false);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    setLit(true);
    const timer = setTimeout(() => setLit(false), litMs);
    return () => clearTimeout(timer);
  }, [value]);
  return lit;
}
