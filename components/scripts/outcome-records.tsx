'use client';
import { useTranslations } from 'next-intl';
import { cx } from '#components/ui/cx.ts';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Measurement } from '#server/measurements/contract.ts';
import type { ScriptOutcome } from '#server/scripts/contract.ts';
import { leavesOf } from './leaves.ts';

type Shown = Partial<Measurement> & { n: string };

export interface OutcomeRecordsProps {
  outcome: ScriptOutcome;
  /** Name of the record that is pointed at, here or in the byte map. */
  lit?: string | null | undefined;
  onLight?: ((record: string | null) => void) | undefined;
}

/** The records as they would be kept; for pasted input, what the script returned. */
export function OutcomeRecords({ outcome, lit, onLight }: OutcomeRecordsProps) {
  const t = useTranslations('scripts.output');
  const checked = outcome.records !== null;
  const records = outcome.records ?? returned(outcome.output);
  if (records.length === 0) {
    if (outcome.error) return <p className="py-2 text-dim text-sm">{t('noneByError')}</p>;
    return <p className="py-2 text-dim text-sm">{outcome.output === null ? t('nothing') : t('noRecords')}</p>;
  }
  return (
    <ScrollArea label={t('records')} className="max-h-[30rem]">
      <ListTable
        bare
        figures
        label={t('records')}
        head={[
          { label: t('name') },
          { label: t('value'), end: true },
          { label: t('unit') },
          { label: t('time'), end: true },
        ]}
      >
        {records.map((record, index) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: records of one finished run; a name may stand twice
            key={index}
            onPointerEnter={() => onLight?.(record.n)}
            onPointerLeave={() => onLight?.(null)}
            className={cx(lit === record.n && 'bg-accent-soft')}
          >
            <ListCell first className="mono h-8! max-w-60 truncate">
              {record.n}
            </ListCell>
            <ListCell end className="mono h-8! max-w-52 truncate">
              {writtenValue(record)}
            </ListCell>
            <ListCell className="mono h-8! text-dim">{record.u ?? ''}</ListCell>
            <ListCell end className="h-8! text-dim text-xs">
              {record.t === undefined ? '' : <Time value={record.t * 1000} look="clock" />}
            </ListCell>
          </tr>
        ))}
      </ListTable>
      {checked ? null : (
        <p className="border-line-soft border-t px-4 py-1.5 text-faint text-xs">{t('rawRecords')}</p>
      )}
    </ScrollArea>
  );
}

function writtenValue({ v, vs, vb, vd, s }: Shown): string {
  const value = v ?? vs ?? vb ?? vd ?? (s === undefined ? '' : `Σ ${s}`);
  return typeof value === 'string' ? value : String(value);
}

/** A pack as it is; of a codec's answer the leaves of its data. */
function returned(output: unknown): Shown[] {
  if (Array.isArray(output))
    return output.map((record: Shown & { bn?: string }) => ({ ...record, n: record.n ?? record.bn ?? '' }));
  const data = (output as { data?: unknown } | null)?.data;
  return leavesOf(data).map(({ path, value }) => {
    if (typeof value === 'number') return { n: path, v: value };
    return typeof value === 'boolean' ? { n: path, vb: value } : { n: path, vs: String(value) };
  });
}
