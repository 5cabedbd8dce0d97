'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ArrowRight from 'lucide-react/icons/arrow-right';
import ArrowUp from 'lucide-react/icons/arrow-up';
import ChevronDown from 'lucide-react/icons/chevron-down';
import EyeOff from 'lucide-react/icons/eye-off';
import Funnel from 'lucide-react/icons/funnel';
import MoveHorizontal from 'lucide-react/icons/move-horizontal';
import Pin from 'lucide-react/icons/pin';
import PinOff from 'lucide-react/icons/pin-off';
import StretchHorizontal from 'lucide-react/icons/stretch-horizontal';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { cx } from '../cx.ts';
import { Menu, MenuItem, MenuSeparator } from '../menu.tsx';
import type { ColumnLayout } from './table-layout.ts';
import { displayOrder, pinColumn, resizeColumn, showColumn, stepColumn } from './table-view.ts';
import type { TableUrlState } from './use-table-state.ts';

interface ColumnMenuProps<Row> {
  layout: ColumnLayout<Row>;
  state: TableUrlState;
  filtered: boolean;
  /** Opens the filter beside the button; none where the column cannot be filtered. */
  onFilter: ((anchor: Element) => void) | undefined;
}

/** What can be done with a column, for those without a pointer as well: order, width, place, filter. */
export function ColumnMenu<Row>({ layout, state, filtered, onFilter }: ColumnMenuProps<Row>) {
  const t = useTranslations('ui.table');
  const button = useRef<HTMLButtonElement>(null);
  const next = useRef<HTMLElement | null>(null);
  const border = () =>
    button.current?.closest('th')?.querySelector<HTMLElement>('[role="separator"]') ?? null;
  const { column, naming, pinned } = layout;
  const { view, query, setView, setQuery } = state;
  const order = displayOrder(view);
  const field = column.field ?? column.id;
  const sorted = query.sort?.field === field ? (query.sort.desc ? 'desc' : 'asc') : null;
  const sort = (desc: boolean) =>
    setQuery({ sort: sorted === (desc ? 'desc' : 'asc') ? undefined : { field, desc } });
  return (
    <Menu
      align="end"
      onOpenChange={(open) => {
        if (open) next.current = null;
      }}
      finalFocus={() => next.current}
      trigger={
        <button
          ref={button}
          type="button"
          aria-label={t('columnMenu', { column: column.header })}
          className={cx(
            'grid size-5 shrink-0 place-items-center rounded-sm hover:bg-sel hover:text-ink focus-visible:opacity-100 group-hover/head:opacity-100 data-[popup-open]:bg-sel data-[popup-open]:opacity-100 [@media(hover:none)]:opacity-100',
            filtered ? 'text-up' : 'opacity-0',
          )}
        >
          {filtered ? (
            <Funnel aria-hidden="true" className="size-3" />
          ) : (
            <ChevronDown aria-hidden="true" className="size-3.5" />
          )}
        </button>
      }
    >
      {column.sortable ? (
        <>
          <MenuItem icon={<ArrowUp aria-hidden="true" />} onSelect={() => sort(false)}>
            {t(sorted === 'asc' ? 'unsort' : 'sortUp')}
          </MenuItem>
          <MenuItem icon={<ArrowDown aria-hidden="true" />} onSelect={() => sort(true)}>
            {t(sorted === 'desc' ? 'unsort' : 'sortDown')}
          </MenuItem>
        </>
      ) : null}
      {onFilter ? (
        <MenuItem
          icon={<Funnel aria-hidden="true" />}
          onSelect={() => button.current && onFilter(button.current)}
        >
          {t('filterColumn')}
        </MenuItem>
      ) : null}
      {column.sortable || onFilter ? <MenuSeparator /> : null}
      <MenuItem
        icon={pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        onSelect={() => setView(pinColumn(view, column.id, !pinned))}
      >
        {t(pinned ? 'unpin' : 'pin')}
      </MenuItem>
      <MenuItem
        icon={<ArrowLeft aria-hidden="true" />}
        keepOpen
        disabled={order[0] === column.id}
        onSelect={() => setView(stepColumn(view, column.id, -1))}
      >
        {t('moveLeft')}
      </MenuItem>
      <MenuItem
        icon={<ArrowRight aria-hidden="true" />}
        keepOpen
        disabled={order.at(-1) === column.id}
        onSelect={() => setView(stepColumn(view, column.id, 1))}
      >
        {t('moveRight')}
      </MenuItem>
      <MenuItem
        icon={<MoveHorizontal aria-hidden="true" />}
        onSelect={() => {
          next.current = border();
        }}
      >
        {t('changeWidth')}
      </MenuItem>
      {view.widths[column.id] ? (
        <MenuItem
          icon={<StretchHorizontal aria-hidden="true" />}
          onSelect={() => setView(resizeColumn(view, column.id, null))}
        >
          {t('fitWidth')}
        </MenuItem>
      ) : null}
      {naming || column.fixed ? null : (
        <MenuItem
          icon={<EyeOff aria-hidden="true" />}
          onSelect={() => setView(showColumn(view, column.id, false))}
        >
          {t('hideColumn')}
        </MenuItem>
      )}
    </Menu>
  );
}
