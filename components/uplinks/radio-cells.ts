import type { HeatCell } from '#components/ui/chart/heat-map.tsx';
import type { RadioCell } from '#server/uplinks/radio-use-contract.ts';

export interface HeatRows<Key> {
  /** Those that were used, from top to bottom. */
  rows: Key[];
  cells: (HeatCell & { uplinks: number; downlinks: number })[];
}

/** Adds up what one of both directions of the radio (channel or spreading factor) carried in each slot. */
export function heatRows<Key extends number>(
  cells: readonly RadioCell[],
  keyOf: (cell: RadioCell) => Key | null,
): HeatRows<Key> {
  const rows = [...new Set(cells.flatMap((cell) => keyOf(cell) ?? []))].sort((a, b) => a - b);
  const sums = new Map<string, HeatRows<Key>['cells'][number]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    if (key === null) continue;
    const row = rows.indexOf(key);
    const place = `${cell.slot}/${row}`;
    const sum = sums.get(place) ?? { column: cell.slot, row, value: 0, uplinks: 0, downlinks: 0 };
    sum.uplinks += cell.uplinks;
    sum.downlinks += cell.downlinks;
    sum.value += cell.uplinks + cell.downlinks;
    sums.set(place, sum);
  }
  return { rows, cells: [...sums.values()] };
}
