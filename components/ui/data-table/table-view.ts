/** Which columns in which order, and how dense: the part of a view that the server need not know. */
export interface TableView {
  /** Shown columns in their order. */
  columns: string[];
  compact: boolean;
}

interface ViewColumn {
  id: string;
  hidden?: boolean | undefined;
}

export function defaultColumns(columns: readonly ViewColumn[]): string[] {
  return columns.filter((column) => !column.hidden).map((column) => column.id);
}

/** Unknown names are dropped; the first column always stays, so that a row can be told apart. */
export function readView(params: URLSearchParams, prefix: string, columns: readonly ViewColumn[]): TableView {
  const named = params.get(`${prefix}cols`)?.split(',') ?? [];
  const known = [...new Set(named)].filter((id) => columns.some((column) => column.id === id));
  const first = columns[0]?.id;
  const shown = known.length === 0 ? defaultColumns(columns) : known;
  return {
    columns: first === undefined || shown.includes(first) ? shown : [first, ...shown],
    compact: params.get(`${prefix}rows`) === 'compact',
  };
}

export function writeView(
  params: URLSearchParams,
  prefix: string,
  view: TableView,
  columns: readonly ViewColumn[],
): void {
  const usual = defaultColumns(columns);
  if (view.columns.join(',') === usual.join(',')) params.delete(`${prefix}cols`);
  else params.set(`${prefix}cols`, view.columns.join(','));
  if (view.compact) params.set(`${prefix}rows`, 'compact');
  else params.delete(`${prefix}rows`);
}

/** Moves one name to the place of another; used by the buttons and by dragging. */
export function moveTo(order: readonly string[], id: string, index: number): string[] {
  const rest = order.filter((other) => other !== id);
  const at = Math.max(0, Math.min(index, rest.length));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}
