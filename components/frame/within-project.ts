import type { TableQuery } from '#components/ui/data-table/table-query.ts';

/** The project picker narrows every list; none chosen means all. */
export function withinProject(query: TableQuery, projectId: string | undefined): TableQuery {
  if (!projectId) return query;
  return { ...query, filters: [...query.filters, { field: 'project', op: 'is', value: projectId }] };
}
