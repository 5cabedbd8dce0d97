'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import GripVertical from 'lucide-react/icons/grip-vertical';
import Pin from 'lucide-react/icons/pin';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { cx } from '../cx.ts';
import type { DataColumn } from './table-types.ts';
import { pinColumn, showColumn, stepColumn, type TableView } from './table-view.ts';

interface ChosenColumnProps<Row> {
  column: DataColumn<Row>;
  fixed: boolean;
  first: boolean;
  last: boolean;
  view: TableView;
  onView: (view: TableView) => void;
  dragging: boolean;
  onDragging: (on: boolean) => void;
  onDragOver: () => void;
}

/** One shown column in the list: away with it, to the left of the table, up, down, or dragged to its place. */
export function ChosenColumn<Row>(props: ChosenColumnProps<Row>) {
  const { column, fixed, first, last, view, onView, dragging, onDragging, onDragOver } = props;
  const t = useTranslations('ui.table');
  const { id, header } = column;
  const pinned = view.pinned.includes(id);
  return (
    <li
      draggable
      onDragStart={() => onDragging(true)}
      onDragEnd={() => onDragging(false)}
      onDragOver={(event) => {
        event.preventDefault();
        if (!dragging) onDragOver();
      }}
      className={cx(
        'flex items-center gap-0.5 rounded-md px-1 py-0.5 hover:bg-sel',
        dragging && 'bg-sel opacity-60',
      )}
    >
      <GripVertical aria-hidden="true" className="mr-0.5 size-3.5 shrink-0 cursor-grab text-ghost" />
      <Checkbox
        className="min-w-0 flex-1 py-0.5"
        label={header}
        checked
        disabled={fixed}
        onCheckedChange={() => onView(showColumn(view, id, false))}
      />
      <SmallButton
        label={t('pinNamed', { column: header })}
        pressed={pinned}
        onPress={() => onView(pinColumn(view, id, !pinned))}
      >
        <Pin aria-hidden="true" className={cx('size-3.5', pinned && 'fill-current text-accent')} />
      </SmallButton>
      <SmallButton
        label={t('moveUp', { column: header })}
        disabled={first}
        onPress={() => onView(stepColumn(view, id, -1))}
      >
        <ChevronUp aria-hidden="true" className="size-3.5" />
      </SmallButton>
      <SmallButton
        label={t('moveDown', { column: header })}
        disabled={last}
        onPress={() => onView(stepColumn(view, id, 1))}
      >
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </SmallButton>
    </li>
  );
}

interface SmallButtonProps {
  label: string;
  disabled?: boolean;
  pressed?: boolean;
  onPress: () => void;
  children: ReactNode;
}

function SmallButton({ label, disabled, pressed, onPress, children }: SmallButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-pressed={pressed}
      onClick={onPress}
      className="grid size-6 shrink-0 place-items-center rounded-sm text-faint hover:bg-line hover:text-ink disabled:text-ghost disabled:hover:bg-transparent"
    >
      {children}
    </button>
  );
}
