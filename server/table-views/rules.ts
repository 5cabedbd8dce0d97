import { DomainError } from '#server/platform/errors.ts';
import { MOST_VIEWS, type TableViewItem } from './contract.ts';

const taken = (views: readonly TableViewItem[], name: string, but?: string) =>
  views.some((view) => view.id !== but && view.name.toLowerCase() === name.toLowerCase());

/** Why this person may not keep one more view of this table under this name; null when they may. */
export function savingRefusal(views: readonly TableViewItem[], name: string): DomainError | null {
  if (taken(views, name)) return new DomainError('table-views.name-taken', 'conflict', { name });
  if (views.length >= MOST_VIEWS)
    return new DomainError('table-views.limit-reached', 'limit', { limit: MOST_VIEWS });
  return null;
}

export function renamingRefusal(
  views: readonly TableViewItem[],
  id: string,
  name: string | undefined,
): DomainError | null {
  return name !== undefined && taken(views, name, id)
    ? new DomainError('table-views.name-taken', 'conflict', { name })
    : null;
}
