'use client';
import { useTranslations } from 'next-intl';
import type { Difference } from '#server/scripts/contract.ts';

/** More are counted: who has so many reads the script. */
const SHOWN = 12;

export interface DifferencesProps {
  differences: readonly Difference[];
  /** Heads of what was and what is: expected and made, or before and after. */
  heads: { before: string; after: string };
}

/** What differs between two results, record by record. */
export function Differences({ differences, heads }: DifferencesProps) {
  const t = useTranslations('scripts.differences');
  return (
    <div className="min-w-0 overflow-x-auto" data-scrolls="phone">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('title')}</caption>
        <thead className="text-left text-faint text-xs">
          <tr>
            {[t('name'), t('what'), heads.before, heads.after].map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, SHOWN).map(({ name, what, before, after }) => (
            <tr key={`${name} ${what}`} className="border-line-soft border-t align-top">
              <th scope="row" className="mono py-1 pr-3 text-left font-normal [overflow-wrap:anywhere]">
                {name}
              </th>
              <td className="whitespace-nowrap py-1 pr-3 text-dim">{t(`kind.${what}`)}</td>
              <td className="mono py-1 pr-3 [overflow-wrap:anywhere]">{before ?? '–'}</td>
              <td className="mono py-1 font-medium [overflow-wrap:anywhere]">{after ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length > SHOWN ? (
        <p className="mt-1 text-faint text-xs">{t('more', { count: differences.length - SHOWN })}</p>
      ) : null}
    </div>
  );
}
