'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import type { SavedViews } from '#components/ui/data-table/table-types.ts';
import { deleteTableView, saveTableView, updateTableView } from '#server/table-views/actions.ts';
import { MOST_VIEWS, type TableViewItem, type ViewedTable } from '#server/table-views/contract.ts';

const byName = (a: TableViewItem, b: TableViewItem) => a.name.localeCompare(b.name);

/** A list's saved views, as its table wants them: what the page was painted with, then what became of it. */
export function useTableViews(table: ViewedTable, painted: readonly TableViewItem[]): SavedViews {
  const t = useTranslations('ui.table');
  const common = useTranslations('ui');
  const act = useAct();
  const [list, setList] = useState(painted);
  useEffect(() => setList(painted), [painted]);
  return useMemo((): SavedViews => {
    const onlyDefault = (views: readonly TableViewItem[], id: string) =>
      views.map((view) => (view.id === id ? view : { ...view, isDefault: false }));
    const save: SavedViews['save'] = async (view) => {
      const answer = await act(saveTableView({ table, ...view }), { quiet: true });
      if (!answer.ok) return { ok: false, words: answer.words };
      const { id } = answer.value;
      setList((before) => {
        const next = [...before, { id, ...view }].sort(byName);
        return view.isDefault ? onlyDefault(next, id) : next;
      });
      return { ok: true, id };
    };
    return {
      list,
      most: MOST_VIEWS,
      save,
      change: async (id, change) => {
        const answer = await act(updateTableView({ table, id, ...change }), { quiet: true });
        if (!answer.ok) return answer.words;
        setList((before) => {
          const next = before.map((view) => (view.id === id ? { ...view, ...change } : view)).sort(byName);
          return change.isDefault ? onlyDefault(next, id) : next;
        });
        return null;
      },
      remove: async ({ id, name, address, isDefault }) => {
        const back = { label: common('undo'), run: () => void save({ name, address, isDefault }) };
        const done = t('viewDeleted', { view: name });
        const answer = await act(deleteTableView({ table, id }), { quiet: true, done, undo: back });
        if (!answer.ok) return answer.words;
        setList((before) => before.filter((view) => view.id !== id));
        return null;
      },
    };
  }, [list, act, table, t, common]);
}
