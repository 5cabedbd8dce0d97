'use client';
import { useTranslations } from 'next-intl';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import type { ExpectedRecord } from '#server/device-types/contract.ts';

/** The records that a decoder is expected to make, each with what it means. */
export function RecordTable({ records }: { records: readonly ExpectedRecord[] }) {
  const t = useTranslations('flows.processing');
  if (records.length === 0) return <p className="text-dim text-sm">{t('recordsFree')}</p>;
  return (
    <ScrollArea label={t('records')}>
      <table className="w-full text-sm">
        <caption className="sr-only">{t('records')}</caption>
        <thead className="bg-sunk text-left text-faint">
          <tr>
            {(['name', 'kind', 'unit', 'example', 'meaning'] as const).map((column) => (
              <th key={column} scope="col" className="whitespace-nowrap px-3 py-1.5 font-medium">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr
              key={`${record.name} ${record.type} ${record.unit}`}
              className="border-line-soft border-t align-top"
            >
              <th scope="row" className="mono px-3 py-1.5 text-left font-medium">
                {record.name}
              </th>
              <td className="px-3 py-1.5 text-dim">{record.type}</td>
              <td className="mono px-3 py-1.5 text-dim">{record.unit ?? '–'}</td>
              <td className="mono px-3 py-1.5">{record.example == null ? '–' : String(record.example)}</td>
              <td className="min-w-48 px-3 py-1.5 text-dim">{record.description ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
