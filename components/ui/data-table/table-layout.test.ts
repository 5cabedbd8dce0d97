import { describe, expect, it } from 'vitest';
import { layoutOf } from './table-layout.ts';
import type { DataColumn } from './table-types.ts';

const column = (id: string, width?: number): DataColumn<object> => ({
  id,
  header: id,
  width,
  cell: () => null,
});
const shown = [column('status', 120), column('name'), column('flows', 72), column('tags')];

describe('how wide columns are and where they stand', () => {
  it('nothing is fixed until the reader says so', () => {
    const layout = layoutOf(shown, { pinned: [], widths: {} }, 'name', true);
    expect(layout.style).toEqual({});
    expect(layout.filled).toBe(false);
    expect(layout.columns.map(({ fixed, pinned, naming }) => [fixed, pinned, naming])).toEqual([
      [false, false, false],
      [false, false, true],
      [false, false, false],
      [false, false, false],
    ]);
  });

  it('what is pinned stands beside what is pinned before it, whatever that is dragged to', () => {
    const layout = layoutOf(shown, { pinned: ['status', 'name'], widths: { status: 200 } }, 'name', true);
    expect(layout.style).toEqual({ '--c0': '200px', '--c1': '260px' });
    expect(layout.columns.slice(0, 2).map(({ style, lastPinned }) => [style, lastPinned])).toEqual([
      [{ '--w': 'var(--c0)', '--pin': 'calc(36px)' }, false],
      [{ '--w': 'var(--c1)', '--pin': 'calc(36px + var(--c0))' }, true],
    ]);
    expect(layoutOf(shown, { pinned: ['status'], widths: {} }, 'name', false).columns[0]?.style).toEqual({
      '--w': 'var(--c0)',
      '--pin': 'calc(0px)',
    });
  });

  it('says when no column takes what is left over', () => {
    const all = layoutOf(shown, { pinned: [], widths: { name: 200, tags: 90 } }, 'name', false);
    expect(all.filled).toBe(true);
    expect(layoutOf(shown, { pinned: [], widths: { name: 200 } }, 'name', false).filled).toBe(false);
  });
});
