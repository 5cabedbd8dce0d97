'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import { CheckboxBox } from '../checkbox.tsx';
import { cx } from '../cx.ts';
import { RowMenu, type RowMenuProps } from './row-menu.tsx';
import { fixedCell, lastPinnedCell, pinnedCell, pinnedFirst, pinnedSelect } from './table-head.tsx';
import type { ColumnLayout } from './table-layout.ts';

type CellColumn = Pick<ColumnLayout<never>['column'], 'id' | 'align' | 'mono' | 'phone'>;

interface TableRowProps {
  id: string;
  index: number;
  cells: { layout: Omit<ColumnLayout<never>, 'column'> & { column: CellColumn }; content: ReactNode }[];
  compact: boolean;
  cards: boolean;
  lines: 1 | 2;
  /** Of its card on a phone. */
  note?: ReactNode;
  href?: string | undefined;
  onOpen?: (() => void) | undefined;
  active: boolean;
  /** The one row that Tab reaches; the arrows move it. */
  reachable: boolean;
  select?: { checked: boolean; onToggle: (range: boolean) => void } | undefined;
  menu?: Pick<RowMenuProps, 'actions' | 'onDone' | 'copies'> | undefined;
  onFocus: () => void;
  onKey: (event: KeyboardEvent<HTMLTableRowElement>) => void;
  ref?: Ref<HTMLTableRowElement> | undefined;
}

const bodyCell =
  'border-line-soft border-b bg-panel px-3 [&_svg]:shrink-0 group-hover/row:bg-hover group-data-[active]/row:bg-sel group-data-[selected]/row:border-line group-data-[selected]/row:bg-sel group-last/row:border-b-0 max-md:border-r-line';

/** The key for menus, and what stands for it on keyboards without one. */
function asksMenu(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
}

/**
 * A press on something of its own (link, button, box), in a menu that was opened from the row or at the end of a text
 * selection does not open the row.
 */
function opensRow(event: MouseEvent<HTMLElement>): boolean {
  if (!event.currentTarget.contains(event.target as Node)) return false;
  const own = (event.target as HTMLElement).closest('a,button,input,label,[role="checkbox"]');
  return !own && !event.defaultPrevented && !window.getSelection()?.toString();
}

export function TableRow(props: TableRowProps) {
  const {
    id,
    index,
    cells,
    cards,
    compact,
    lines,
    note,
    href,
    onOpen,
    active,
    reachable,
    select,
    menu,
    onFocus,
    onKey,
    ref,
  } = props;
  const t = useTranslations('ui.table');
  const router = useRouter();
  const open = (apart: boolean) => {
    if (href && apart) window.open(href, '_blank', 'noopener');
    else if (onOpen) onOpen();
    else if (href) router.push(href);
  };
  const opens = Boolean(href || onOpen);
  const height = compact ? (lines === 2 ? 'h-9' : 'h-7') : lines === 2 ? 'h-[47px]' : 'h-9';
  return (
    <tr
      ref={ref}
      data-index={index}
      data-row={id}
      data-selected={select?.checked || undefined}
      data-active={active || undefined}
      aria-selected={select ? select.checked : undefined}
      tabIndex={reachable ? 0 : -1}
      onFocus={onFocus}
      onClick={(event) => opens && opensRow(event) && open(event.metaKey || event.ctrlKey)}
      onAuxClick={(event) => event.button === 1 && href && opensRow(event) && open(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget && opens)
          open(event.metaKey || event.ctrlKey);
        else if (event.key === ' ' && event.target === event.currentTarget && select) {
          event.preventDefault();
          select.onToggle(event.shiftKey);
        } else if (asksMenu(event)) {
          event.preventDefault();
          event.currentTarget.querySelector<HTMLElement>('[data-row-menu]')?.click();
        } else onKey(event);
      }}
      className={cx('group/row focus-inset', opens && 'cursor-pointer', cards && cardRow)}
    >
      {select ? (
        <td
          className={cx(
            bodyCell,
            'pr-0! pl-3',
            pinnedSelect,
            active && activeEdge,
            cards && cx(cardCell, 'max-sm:col-start-1 max-sm:row-start-1'),
          )}
        >
          <span className="flex w-6">
            <CheckboxBox
              aria-label={t('selectRow')}
              checked={select.checked}
              tabIndex={-1}
              onCheckedChange={(_on, { event }) =>
                select.onToggle('shiftKey' in event && event.shiftKey === true)
              }
            />
          </span>
        </td>
      ) : null}
      {cells.map(({ layout, content }, at) => (
        <td
          key={layout.column.id}
          style={layout.style}
          className={cx(
            bodyCell,
            height,
            'whitespace-nowrap',
            layout.column.align === 'end' && 'text-right',
            layout.column.mono && 'mono',
            !layout.naming && !layout.fixed && 'sm:max-w-80 sm:overflow-hidden sm:text-ellipsis',
            layout.naming && !layout.fixed && 'max-w-60 truncate *:truncate xl:max-w-80 2xl:max-w-96',
            layout.fixed && `${fixedCell} *:max-w-full *:truncate`,
            layout.pinned && pinnedCell,
            layout.lastPinned && lastPinnedCell,
            at === 0 && pinnedFirst(select !== undefined),
            at === 0 && active && !select && activeEdge,
            cards && cx(cardCell, cardPlace(layout, select !== undefined)),
          )}
        >
          {layout.naming && href ? (
            <Link href={href} prefetch={false} tabIndex={-1} className="block truncate outline-none">
              {content}
            </Link>
          ) : (
            content
          )}
        </td>
      ))}
      {note ? (
        <td className={cx(bodyCell, cardCell, 'whitespace-normal sm:hidden max-sm:col-span-full')}>{note}</td>
      ) : null}
      {menu ? (
        <td
          className={cx(
            bodyCell,
            'px-1.5! text-right sm:sticky sm:right-0',
            cards && cx(cardCell, 'max-sm:col-start-4 max-sm:row-start-1'),
          )}
        >
          <RowMenu
            id={id}
            href={href}
            onOpen={opens ? () => open(false) : undefined}
            {...menu}
            reachable={reachable}
          />
        </td>
      ) : null}
    </tr>
  );
}

/** On a phone a row becomes a small card by style alone, so that server and browser paint the same. */
const cardRow =
  'max-sm:grid max-sm:grid-cols-[auto_minmax(0,1fr)_auto_auto] max-sm:items-center max-sm:gap-x-2 max-sm:gap-y-1 max-sm:border-line-soft max-sm:border-b max-sm:px-3 max-sm:py-2.5 max-sm:data-[active]:bg-sel max-sm:data-[selected]:bg-sel';
const cardCell =
  'max-sm:static max-sm:h-auto max-sm:max-w-none max-sm:border-0 max-sm:bg-transparent max-sm:p-0!';
function cardPlace({ column, naming }: { column: CellColumn; naming: boolean }, selectable: boolean): string {
  const phone = column.phone ?? (naming ? 'title' : 'none');
  return !selectable && (phone === 'title' || phone === 'left') ? places[`${phone}Alone`] : places[phone];
}
const places = {
  title: 'max-sm:col-start-2 max-sm:row-start-1',
  corner: 'max-sm:col-start-3 max-sm:row-start-1 max-sm:text-right',
  titleAlone: 'max-sm:col-start-1 max-sm:col-span-2 max-sm:row-start-1',
  leftAlone: 'max-sm:col-start-1 max-sm:col-span-2 max-sm:row-start-2 max-sm:truncate max-sm:text-left',
  left: 'max-sm:col-start-2 max-sm:row-start-2 max-sm:truncate max-sm:text-left',
  right: 'max-sm:col-start-3 max-sm:col-span-2 max-sm:row-start-2 max-sm:text-right',
  wide: 'max-sm:col-span-full max-sm:col-start-1 max-sm:row-start-3',
  none: 'max-sm:hidden',
};
const activeEdge = 'shadow-[inset_3px_0_0_var(--accent)]';
