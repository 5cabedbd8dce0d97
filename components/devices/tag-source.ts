import { readJson } from '#components/frame/fetch-rows.ts';
import type { OptionSource } from '#components/ui/data-table/table-types.ts';

/** Tags that many devices have are offered; any other is typed. */
export const tagSource: OptionSource = {
  key: ['devices', 'tags'],
  typed: true,
  find: async (text, signal) => {
    const tags = await readJson<string[]>(`/rows/tags?${new URLSearchParams({ q: text })}`, signal);
    return { options: tags.map((tag) => ({ value: tag, label: tag })) };
  },
};
