import { joinParts, maximumBrought, splitParts } from './table-query.ts';

/** Which columns in which order, how wide, which stay in sight, and how dense. */
export interface TableView {
  /** Shown columns in their order. */
  columns: string[];
  /** Of those, the ones that stay at the left, in their order. */
  pinned: string[];
  /** Pixels, of those the reader made wider or narrower. */
  widths: Record<string, number>;
  compact: boolean;
}

interface ViewColumn {
  id: string;
  hidden?: boolean | undefined;
}

export interface KnownColumns {
  columns: readonly ViewColumn[];
  /** Columns that the data brings are called `<group>:<name>`. */
  group?: string | undefined;
}

export const leastWidth = 64;
export const mostWidth = 960;

function defaultColumns(columns: readonly ViewColumn[]): string[] {
  return columns.filter((column) => !column.hidden).map((column) => column.id);
}

export function defaultView({ columns }: KnownColumns): TableView {
  return { columns: defaultColumns(columns), pinned: [], widths: {}, compact: false };
}

function isBrought(id: string, group: string | undefined): boolean {
  return group !== undefined && id.startsWith(`${group}:`) && id.length > group.length + 1;
}

export function broughtColumns(view: TableView, group: string | undefined): string[] {
  return view.columns.filter((id) => isBrought(id, group)).slice(0, maximumBrought);
}

/** Unknown names are dropped; the first column always stays, so that a row can be told apart. */
export function readView(address: URLSearchParams, known: KnownColumns): TableView {
  const { columns, group } = known;
  const list = (key: string) => splitParts(address.get(key) ?? '');
  let brought = 0;
  const shown = [...new Set(list('cols'))].filter((id) => {
    if (columns.some((column) => column.id === id)) return true;
    return isBrought(id, group) && ++brought <= maximumBrought;
  });
  const first = columns[0]?.id;
  const wanted = shown.length === 0 ? defaultColumns(columns) : shown;
  const all = first === undefined || wanted.includes(first) ? wanted : [first, ...wanted];
  return {
    columns: all,
    pinned: [...new Set(list('pin'))].filter((id) => all.includes(id)),
    widths: readWidths(list('w'), all),
    compact: address.get('rows') === 'compact',
  };
}

function readWidths(parts: string[], shown: string[]): Record<string, number> {
  const widths: Record<string, number> = {};
  for (const part of parts) {
    const [, id, width] = /^(.+)-(\d{2,4})$/.exec(part) ?? [];
    if (id !== undefined && shown.includes(id)) widths[id] = boundedWidth(Number(width));
  }
  return widths;
}

export function boundedWidth(width: number): number {
  return Math.round(Math.max(leastWidth, Math.min(mostWidth, width)));
}

/** What is default is left out. */
export function writeView(address: URLSearchParams, view: TableView, { columns }: KnownColumns): void {
  const set = (key: string, value: string, usual = '') =>
    value === usual ? address.delete(key) : address.set(key, value);
  const widths = view.columns.flatMap((id) => (view.widths[id] ? [`${id}-${view.widths[id]}`] : []));
  set('cols', joinParts(view.columns), joinParts(defaultColumns(columns)));
  set('pin', joinParts(view.pinned));
  set('w', joinParts(widths));
  set('rows', view.compact ? 'compact' : '');
}

/** As the reader sees them: what is pinned stands first. */
export function displayOrder({ columns, pinned }: TableView): string[] {
  return [...pinned, ...columns.filter((id) => !pinned.includes(id))];
}

/** Moves one name to the place of another; used by the buttons and by dragging. */
export function moveTo(order: readonly string[], id: string, index: number): string[] {
  const rest = order.filter((other) => other !== id);
  const at = Math.max(0, Math.min(index, rest.length));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** To the place of another: among the pinned it becomes one of them, among the others it is one no longer. */
export function moveColumn(view: TableView, id: string, target: string): TableView {
  if (id === target) return view;
  const order = displayOrder(view);
  const moved = moveTo(order, id, order.indexOf(target));
  const pinned = view.pinned.includes(target)
    ? moved.filter((one) => one === id || view.pinned.includes(one))
    : view.pinned.filter((one) => one !== id);
  return { ...view, columns: moved, pinned };
}

/** One place to the left or to the right; at the ends nothing happens. */
export function stepColumn(view: TableView, id: string, step: -1 | 1): TableView {
  const order = displayOrder(view);
  const target = order[order.indexOf(id) + step];
  return target === undefined ? view : moveColumn(view, id, target);
}

export function pinColumn(view: TableView, id: string, on: boolean): TableView {
  const others = view.pinned.filter((one) => one !== id);
  return { ...view, pinned: on ? [...others, id] : others };
}

export function showColumn(view: TableView, id: string, on: boolean): TableView {
  if (on) return view.columns.includes(id) ? view : { ...view, columns: [...view.columns, id] };
  const { [id]: _gone, ...widths } = view.widths;
  const without = (ids: string[]) => ids.filter((one) => one !== id);
  return { ...view, columns: without(view.columns), pinned: without(view.pinned), widths };
}

/** null gives it back the width that fits what it holds. */
export function resizeColumn(view: TableView, id: string, width: number | null): TableView {
  const { [id]: _before, ...widths } = view.widths;
  return { ...view, widths: width === null ? widths : { ...widths, [id]: boundedWidth(width) } };
}
