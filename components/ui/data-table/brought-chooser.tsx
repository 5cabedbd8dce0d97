'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { TextField } from '../text-field.tsx';
import { maximumBrought } from './table-query.ts';
import type { BroughtColumns } from './table-types.ts';

interface BroughtChooserProps<Row> {
  brought: BroughtColumns<Row>;
  shown: readonly string[];
  onAdd: (id: string) => void;
}

/** Names that are found in the data, to be added as columns. */
export function BroughtChooser<Row>({ brought, shown, onAdd }: BroughtChooserProps<Row>) {
  const t = useTranslations('ui');
  const [text, setText] = useState('');
  const sought = useDeferredValue(text.trim());
  const { group, title, hint, find } = brought;
  const names = useQuery({
    queryKey: ['table-columns', group, sought],
    queryFn: ({ signal }) => find(sought, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const idOf = (name: string) => `${group}:${name}`;
  const full = shown.filter((id) => id.startsWith(`${group}:`)).length >= maximumBrought;
  const found = (names.data ?? []).filter((name) => !shown.includes(idOf(name)));
  return (
    <section className="mt-2 border-line border-t px-1.5 pt-2.5" aria-label={title}>
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      {hint ? <p className="mb-2 text-faint text-xs">{hint}</p> : null}
      {full ? (
        <p className="text-faint text-sm">{t('table.broughtFull', { most: maximumBrought })}</p>
      ) : (
        <>
          <TextField
            label={t('searchToChoose')}
            hideLabel
            placeholder={t('searchToChoose')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <ul className="mt-1" aria-busy={names.isFetching}>
            {found.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => onAdd(idOf(name))}
                  className="menu-item mono w-full text-left hover:bg-sel focus-visible:bg-sel"
                >
                  <Plus aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
                  <span className="min-w-0 truncate">{name}</span>
                </button>
              </li>
            ))}
          </ul>
          {names.error ? <p className="py-1 text-bad text-sm">{t('table.broughtFailed')}</p> : null}
          {names.data && found.length === 0 ? (
            <p className="py-1 text-faint text-sm">{t('nothingFound')}</p>
          ) : null}
        </>
      )}
    </section>
  );
}
