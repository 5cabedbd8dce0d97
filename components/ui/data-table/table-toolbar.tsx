'use client';
import Maximize2 from 'lucide-react/icons/maximize-2';
import Minimize2 from 'lucide-react/icons/minimize-2';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Chip } from '../chip.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { SearchBox } from './search-box.tsx';
import { SortMenu } from './sort-menu.tsx';
import type { TablePage } from './table-query.ts';
import type { DataColumn, DataTableProps, ExtraFilter } from './table-types.ts';
import type { TableUrlState } from './use-table-state.ts';
import { ViewsMenu } from './views-menu.tsx';

interface ToolbarProps<Row> extends DataTableProps<Row> {
  /** Declared and added. */
  all: readonly DataColumn<Row>[];
  state: TableUrlState;
  total: TablePage<unknown> | undefined;
  full: boolean;
  onFull: (on: boolean) => void;
  onLeave: () => void;
}

export function TableToolbar<Row extends object>(props: ToolbarProps<Row>) {
  const { all, state, onLeave, searchable = true, lead, views, exportHref, full } = props;
  const t = useTranslations('ui.table');
  const targets = useMemo(() => filterTargets(all, props.extraFilters ?? []), [all, props.extraFilters]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {searchable ? (
        <SearchBox
          value={state.query.q ?? ''}
          onSearch={(text) => state.setQuery({ q: text || undefined })}
          placeholder={props.searchPlaceholder ?? t('search')}
          onLeave={onLeave}
        />
      ) : null}
      {lead}
      <FilterBar targets={targets} state={state} />
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {props.toolbar ? (
          // What can be done here has a line of its own on a phone, away from the signs for the table itself.
          <div className="contents max-sm:flex max-sm:basis-full max-sm:flex-wrap max-sm:gap-2">
            {props.toolbar}
          </div>
        ) : null}
        <SortMenu columns={all} state={state} />
        {views ? <ViewsMenu views={views} state={state} prefix={props.urlPrefix ?? ''} /> : null}
        <ColumnChooser columns={all} declared={props.columns} brought={props.brought} state={state} />
        {exportHref ? (
          <ExportMenu
            hrefOf={(format) => exportHref(state.query, format, state.view.columns, props.total?.total ?? 0)}
            page={props.total}
          />
        ) : null}
        <Chip
          aria-label={t(full ? 'leaveFull' : 'full')}
          title={t(full ? 'leaveFull' : 'full')}
          active={full}
          aria-pressed={full}
          onClick={() => props.onFull(!full)}
          className="w-8 justify-center px-0!"
          icon={full ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
        />
      </div>
    </div>
  );
}

function filterTargets<Row>(
  columns: readonly DataColumn<Row>[],
  extra: readonly ExtraFilter[],
): ExtraFilter[] {
  const own = columns.flatMap(({ id, field, header, filter }) =>
    filter ? [{ field: field ?? id, label: header, filter }] : [],
  );
  return [...own, ...extra];
}
