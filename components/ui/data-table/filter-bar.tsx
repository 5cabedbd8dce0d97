'use client';
import { Popover as Base } from '@base-ui/react/popover';
import Plus from 'lucide-react/icons/plus';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Chip, FilterChip } from '../chip.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { describeFilter, type FilterWords } from './filter-ops.ts';
import { FilterPopover, filterPopupClass } from './filter-popover.tsx';
import type { TableFilter } from './table-query.ts';
import type { ExtraFilter } from './table-types.ts';
import { useOptionNames } from './use-option-names.ts';
import type { TableUrlState } from './use-table-state.ts';

/** The active filters as chips, "+ Filter" after them, and Reset when there is something to reset. */
export function FilterBar({ targets, state }: { targets: readonly ExtraFilter[]; state: TableUrlState }) {
  const t = useTranslations('ui.table');
  const { filters, q } = state.query;
  return (
    <>
      {filters.map((filter) => {
        const target = targets.find((each) => each.field === filter.field);
        return <ActiveFilter key={filter.field} target={target} filter={filter} state={state} />;
      })}
      {targets.length > 0 ? <AddFilter targets={targets} state={state} /> : null}
      {filters.length > 0 || q ? (
        <button
          type="button"
          onClick={state.reset}
          className="rounded-sm px-1 text-[12.5px] text-dim underline-offset-2 hover:text-ink hover:underline"
        >
          {t('reset')}
        </button>
      ) : null}
    </>
  );
}

function useFilterWords(target: ExtraFilter | undefined, asked: TableFilter): FilterWords {
  const t = useTranslations('ui.table');
  const format = useFormatter();
  const source = target?.filter.kind === 'enum' ? target.filter.source : undefined;
  const nameOf = useOptionNames(source, source ? [asked.value].flat().filter(Boolean) : []);
  return {
    op: (op) => t(`words.${op}`),
    value: (value) => {
      const filter = target?.filter;
      if (filter?.kind === 'enum')
        return source
          ? nameOf(value)
          : (filter.options.find((option) => option.value === value)?.label ?? value);
      if (filter?.kind === 'boolean') return t(value === 'true' ? 'yes' : 'no');
      if (filter?.kind === 'number')
        return `${format.number(Number(value))}${filter.unit ? ` ${filter.unit}` : ''}`;
      if (filter?.kind === 'date')
        return format.dateTime(new Date(value), { dateStyle: 'medium', timeStyle: 'short' });
      return value;
    },
  };
}

interface ActiveFilterProps {
  target: ExtraFilter | undefined;
  filter: TableFilter;
  state: TableUrlState;
}

function ActiveFilter({ target, filter, state }: ActiveFilterProps) {
  const t = useTranslations('ui.table');
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const words = describeFilter(target?.label ?? filter.field, filter, useFilterWords(target, filter));
  return (
    <span ref={setAnchor} className="inline-flex min-w-0 max-w-full">
      <FilterChip
        removeLabel={t('removeNamed', { filter: words })}
        onRemove={() => state.removeFilter(filter.field)}
        onEdit={target ? () => setOpen(true) : undefined}
      >
        {words}
      </FilterChip>
      {target ? (
        <FilterPopover
          target={open ? target : null}
          anchor={anchor}
          state={state}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </span>
  );
}

function AddFilter({ targets, state }: { targets: readonly ExtraFilter[]; state: TableUrlState }) {
  const t = useTranslations('ui.table');
  const [open, setOpen] = useState(false);
  const [target, setTarget] = useState<ExtraFilter | null>(null);
  const change = (next: boolean) => {
    setOpen(next);
    if (next) setTarget(null);
  };
  return (
    <Base.Root open={open} onOpenChange={change}>
      <Base.Trigger render={<Chip icon={<Plus aria-hidden="true" />}>{t('filter')}</Chip>} />
      <Base.Portal>
        <Base.Positioner align="start" sideOffset={6} collisionPadding={8} className="z-60">
          <Base.Popup className={target ? filterPopupClass : 'popup min-w-44 p-1 outline-none'}>
            <Base.Title className={target ? 'mb-2 font-semibold text-sm' : 'sr-only'}>
              {target?.label ?? t('filter')}
            </Base.Title>
            {target ? (
              <FilterEditor
                key={target.field}
                target={target}
                current={state.query.filters.find((filter) => filter.field === target.field)}
                onApply={(filter) => {
                  setOpen(false);
                  state.setFilter(filter);
                }}
              />
            ) : (
              <ul className="max-h-[min(60dvh,26rem)] overflow-y-auto">
                {targets.map((each) => (
                  <li key={each.field}>
                    <button
                      type="button"
                      onClick={() => setTarget(each)}
                      className="menu-item w-full hover:bg-sel focus-visible:bg-sel"
                    >
                      {each.label}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
