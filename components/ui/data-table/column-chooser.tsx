'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import Columns3 from 'lucide-react/icons/columns-3';
import GripVertical from 'lucide-react/icons/grip-vertical';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../button.tsx';
import { Checkbox } from '../checkbox.tsx';
import { Chip } from '../chip.tsx';
import { cx } from '../cx.ts';
import { Popover } from '../popover.tsx';
import { Switch } from '../switch.tsx';
import { defaultColumns, moveTo, type TableView } from './table-view.ts';

export interface ChooserColumn {
  id: string;
  header: string;
  hidden?: boolean | undefined;
  fixed?: boolean | undefined;
}

interface ColumnChooserProps {
  columns: readonly ChooserColumn[];
  view: TableView;
  onView: (view: TableView) => void;
}

/** Shown columns first in their order, the others below; order by dragging or by the arrows. */
export function ColumnChooser({ columns, view, onView }: ColumnChooserProps) {
  const t = useTranslations('ui.table');
  const [dragged, setDragged] = useState<string | null>(null);
  const named = new Map(columns.map((column) => [column.id, column]));
  const shown = view.columns.flatMap((id) => named.get(id) ?? []);
  const others = columns.filter((column) => !view.columns.includes(column.id));
  const order = (ids: string[]) => onView({ ...view, columns: ids });
  return (
    <Popover
      align="end"
      trigger={<Chip icon={<Columns3 aria-hidden="true" />}>{t('columns')}</Chip>}
      title={t('columns')}
      className="p-2!"
    >
      <ul className="max-h-[50dvh] overflow-y-auto">
        {shown.map((column, index) => (
          <li
            key={column.id}
            draggable
            onDragStart={() => setDragged(column.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (!dragged) return;
              event.preventDefault();
              if (dragged !== column.id) order(moveTo(view.columns, dragged, index));
            }}
            className={cx(
              'flex items-center gap-1 rounded-md px-1 py-0.5 hover:bg-sel',
              dragged === column.id && 'bg-sel opacity-60',
            )}
          >
            <GripVertical aria-hidden="true" className="size-3.5 shrink-0 cursor-grab text-ghost" />
            <Checkbox
              className="min-w-0 flex-1 py-0.5"
              label={column.header}
              checked
              disabled={column.fixed}
              onCheckedChange={() => order(view.columns.filter((id) => id !== column.id))}
            />
            <MoveButton
              up
              label={t('moveUp', { column: column.header })}
              disabled={index === 0}
              onPress={() => order(moveTo(view.columns, column.id, index - 1))}
            />
            <MoveButton
              label={t('moveDown', { column: column.header })}
              disabled={index === shown.length - 1}
              onPress={() => order(moveTo(view.columns, column.id, index + 1))}
            />
          </li>
        ))}
        {others.map((column) => (
          <li
            key={column.id}
            className="flex items-center gap-1 rounded-md py-0.5 pr-1 pl-5.5 text-dim hover:bg-sel"
          >
            <Checkbox
              className="flex-1 py-0.5"
              label={column.header}
              checked={false}
              onCheckedChange={() => order([...view.columns, column.id])}
            />
          </li>
        ))}
      </ul>
      <div className="mt-2 flex items-center justify-between border-line border-t px-1.5 pt-2.5">
        <Switch
          label={t('compact')}
          checked={view.compact}
          onCheckedChange={(compact) => onView({ ...view, compact })}
        />
        <Button
          size="sm"
          variant="quiet"
          onClick={() => onView({ columns: defaultColumns(columns), compact: false })}
        >
          {t('resetColumns')}
        </Button>
      </div>
    </Popover>
  );
}

interface MoveButtonProps {
  up?: boolean;
  label: string;
  disabled: boolean;
  onPress: () => void;
}

function MoveButton({ up, label, disabled, onPress }: MoveButtonProps) {
  const Mark = up ? ChevronUp : ChevronDown;
  return (
    <button
      type="button"
      aria-label={label}
      disabled={disabled}
      onClick={onPress}
      className="grid size-6 place-items-center rounded-sm text-faint hover:bg-line hover:text-ink disabled:text-ghost disabled:hover:bg-transparent"
    >
      <Mark aria-hidden="true" className="size-3.5" />
    </button>
  );
}
