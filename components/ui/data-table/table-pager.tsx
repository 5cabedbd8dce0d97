'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronFirst from 'lucide-react/icons/chevron-first';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslations } from 'next-intl';
import { Button } from '../button.tsx';
import { Menu, MenuRadioGroup } from '../menu.tsx';
import type { TablePage } from './table-query.ts';
import type { PageSearch } from './use-page.ts';
import type { TableUrlState } from './use-table-state.ts';

const sizes = ['25', '50', '100', '200'] as const;

interface TablePagerProps {
  page: TablePage<unknown>;
  search: PageSearch | null;
  state: TableUrlState;
}

export function TablePager({ page, search, state }: TablePagerProps) {
  const t = useTranslations('ui.table');
  const go = (cursor: string | null) => cursor !== null && state.setQuery({ cursor }, 'push');
  return (
    <footer className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 rounded-b-xl border-line border-t bg-panel px-3 py-1.5 text-[12.5px] text-dim">
      <span aria-live="polite">
        {t(page.atLeast ? 'showingAtLeast' : 'showing', { shown: page.rows.length, total: page.total })}
        {search ? ` · ${t(search.isStopped ? 'stopped' : 'goesOn')}` : null}
      </span>
      {search ? (
        <Button size="sm" onClick={search.isStopped ? search.goOn : search.stop}>
          {t(search.isStopped ? 'goOn' : 'stop')}
        </Button>
      ) : null}
      <span className="flex-1" />
      <Menu
        align="end"
        trigger={
          <button type="button" className="inline-flex items-center gap-1 rounded-sm px-1 hover:text-ink">
            {t('perPage', { limit: state.query.limit })}
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </button>
        }
      >
        <MenuRadioGroup
          label={t('rowsPerPage')}
          value={String(state.query.limit) as (typeof sizes)[number]}
          onValueChange={(limit) => state.setQuery({ limit: Number(limit) })}
          options={sizes.map((size) => ({ value: size, label: size }))}
        />
      </Menu>
      <div className="flex gap-1">
        {state.query.cursor && page.prev !== null ? (
          <Button
            size="sm"
            icon={<ChevronFirst aria-hidden="true" />}
            onClick={() => state.setQuery({ cursor: undefined }, 'push')}
            aria-label={t('firstPage')}
            className="px-1.5!"
          />
        ) : null}
        <Button
          size="sm"
          icon={<ChevronLeft aria-hidden="true" />}
          disabled={page.prev === null}
          onClick={() => go(page.prev)}
          aria-label={t('previous')}
          className="px-1.5!"
        />
        <Button
          size="sm"
          icon={<ChevronRight aria-hidden="true" />}
          disabled={page.next === null}
          onClick={() => go(page.next)}
          aria-label={t('next')}
          className="px-1.5!"
        />
      </div>
    </footer>
  );
}
