'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { ByteMapOutcome } from '#server/scripts/byte-map-contract.ts';
import { type ByteSpan, drawnBytes, stretches } from './byte-spans.ts';

export interface ByteMapViewProps {
  outcome: ByteMapOutcome;
  /** Name of the record that is pointed at, here or in the table of records. */
  lit: string | null;
  onLight: (record: string | null) => void;
}

/** Told apart by hue and by the letter beside them; neighbours differ as long as there are six records. */
const HUES = [
  'border-accent bg-accent-soft',
  'border-up bg-up-soft',
  'border-warn bg-warn-soft',
  'border-(--series-3) bg-(--series-3)/12',
  'border-(--series-5) bg-(--series-5)/12',
  'border-bad bg-bad-soft',
];

/** The payload byte by byte, with the letter of what read each; a record pointed at lights its bytes, and they it. */
export function ByteMapView({ outcome: { payload, map, error }, lit, onLight }: ByteMapViewProps) {
  const t = useTranslations('scripts.bytes');
  const drawn = useMemo(() => (map ? drawnBytes(payload, map) : null), [payload, map]);
  if (!drawn) return <p className="py-2 text-dim text-sm">{error?.message ?? t('none')}</p>;
  if (drawn.spans.length === 0) return <p className="py-2 text-dim text-sm">{t('empty')}</p>;
  const order = drawn.legend.map(({ record }) => record);
  return (
    <figure aria-label={t('label')} onPointerLeave={() => onLight(null)}>
      <ol className="flex flex-wrap gap-x-1 gap-y-1.5">
        {drawn.spans.map((span) => (
          <Span
            key={span.from}
            span={span}
            hue={hueOf(order.indexOf(span.records[0] ?? ''))}
            lit={lit !== null && span.records.includes(lit)}
            dimmed={lit !== null && !span.records.includes(lit)}
            onLight={onLight}
          />
        ))}
      </ol>
      <figcaption className="mt-2.5">
        <ul className="flex flex-wrap gap-1" aria-label={t('legend')}>
          {drawn.legend.map(({ mark, record, bytes }, index) => (
            <li key={record}>
              <button
                type="button"
                aria-pressed={lit === record}
                aria-label={t('recordBytes', { record, bytes: stretches(bytes), count: bytes.length })}
                onPointerEnter={() => onLight(record)}
                onFocus={() => onLight(record)}
                onBlur={() => onLight(null)}
                onClick={() => onLight(lit === record ? null : record)}
                className={cx(
                  'flex max-w-60 items-center gap-1.5 rounded-md border px-1.5 py-0.5 text-xs',
                  lit === record ? 'border-ink' : 'border-line',
                )}
              >
                <span
                  className={cx(
                    'mono min-w-4 rounded-sm border px-0.5 text-center text-[11px]',
                    hueOf(index),
                  )}
                >
                  {mark}
                </span>
                <span className="mono truncate">{record}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className="mt-1.5 text-faint text-xs">{t('hint')}</p>
      </figcaption>
    </figure>
  );
}

const hueOf = (index: number) => (index < 0 ? 'border-edge' : (HUES[index % HUES.length] ?? ''));

interface SpanProps {
  span: ByteSpan;
  hue: string;
  lit: boolean;
  dimmed: boolean;
  onLight: (record: string | null) => void;
}

const SIGNS = { value: '', structure: '#', unread: '–' };

function Span({ span, hue, lit, dimmed, onLight }: SpanProps) {
  const t = useTranslations('scripts.bytes');
  const { from, bytes, role, records, mark } = span;
  const to = from + bytes.length - 1;
  const words = t('span', {
    from,
    to,
    count: bytes.length,
    hex: bytes.join(' '),
    role: t(`role.${role}`),
    records: records.join(', ') || t('noRecord'),
  });
  return (
    <li
      title={words}
      onPointerEnter={() => onLight(records[0] ?? null)}
      className={cx(
        'rounded-md border-2 px-1 pt-0.5 pb-0 text-center transition-opacity duration-100',
        role === 'unread' ? 'border-edge border-dotted' : hue,
        role === 'structure' && 'border-dashed',
        lit && 'outline-2 outline-ink',
        dimmed && 'opacity-60',
      )}
    >
      <span className="mono block text-[12.5px] leading-4" aria-hidden="true">
        {bytes.join(' ')}
      </span>
      <span className="mono block text-[10.5px] text-dim leading-4" aria-hidden="true">
        {[SIGNS[role], mark].filter(Boolean).join(' ')}
      </span>
      <span className="sr-only">{words}</span>
    </li>
  );
}
