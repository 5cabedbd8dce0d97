'use client';
import Columns3 from 'lucide-react/icons/columns-3';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../button.tsx';
import { Checkbox } from '../checkbox.tsx';
import { Chip } from '../chip.tsx';
import { Popover } from '../popover.tsx';
import { Switch } from '../switch.tsx';
import { BroughtChooser } from './brought-chooser.tsx';
import { ChosenColumn } from './chosen-column.tsx';
import type { BroughtColumns, DataColumn } from './table-types.ts';
import { defaultView, displayOrder, moveColumn, showColumn } from './table-view.ts';
import type { TableUrlState } from './use-table-state.ts';

interface ColumnChooserProps<Row> {
  /** Declared and added. */
  columns: readonly DataColumn<Row>[];
  declared: readonly DataColumn<Row>[];
  brought: BroughtColumns<Row> | undefined;
  state: TableUrlState;
}

/** Shown columns first in their order, the others below; order by dragging or by the arrows. */
export function ColumnChooser<Row>({ columns, declared, brought, state }: ColumnChooserProps<Row>) {
  const t = useTranslations('ui.table');
  const [dragged, setDragged] = useState<string | null>(null);
  const { view, setView } = state;
  const order = displayOrder(view);
  const named = new Map(columns.map((column) => [column.id, column]));
  const shown = order.flatMap((id) => named.get(id) ?? []);
  const others = columns.filter((column) => !view.columns.includes(column.id));
  const show = (id: string, on: boolean) => setView(showColumn(view, id, on));
  return (
    <Popover
      align="end"
      trigger={
        <Chip icon={<Columns3 aria-hidden="true" />}>
          <span className="max-sm:sr-only">{t('columns')}</span>
        </Chip>
      }
      title={t('columns')}
      className="w-80! p-2!"
    >
      <div className="-mx-1 max-h-[min(50dvh,26rem)] overflow-y-auto px-1">
        <ul>
          {shown.map((column, index) => (
            <ChosenColumn
              key={column.id}
              column={column}
              fixed={column.fixed || column.id === declared[0]?.id}
              first={index === 0}
              last={index === shown.length - 1}
              view={view}
              onView={setView}
              dragging={dragged === column.id}
              onDragging={(on) => setDragged(on ? column.id : null)}
              onDragOver={() => dragged && setView(moveColumn(view, dragged, column.id))}
            />
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
                onCheckedChange={() => show(column.id, true)}
              />
            </li>
          ))}
        </ul>
        {brought ? (
          <BroughtChooser brought={brought} shown={view.columns} onAdd={(id) => show(id, true)} />
        ) : null}
      </div>
      <div className="mt-2 flex items-center justify-between border-line border-t px-1.5 pt-2.5">
        <Switch
          label={t('compact')}
          checked={view.compact}
          onCheckedChange={(compact) => setView({ ...view, compact })}
        />
        <Button
          size="sm"
          variant="quiet"
          onClick={() => setView({ ...defaultView({ columns: declared }), compact: view.compact })}
        >
          {t('resetColumns')}
        </Button>
      </div>
    </Popover>
  );
}
