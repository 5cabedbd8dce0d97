import { describe, expect, it } from 'vitest';
import {
  broughtColumns,
  displayOrder,
  moveColumn,
  moveTo,
  pinColumn,
  readView,
  resizeColumn,
  showColumn,
  stepColumn,
  type TableView,
  writeView,
} from './table-view.ts';

const known = {
  columns: [{ id: 'name' }, { id: 'status' }, { id: 'battery', hidden: true }, { id: 'flows' }],
  group: 'twin',
};
const read = (address: string) => readView(new URLSearchParams(address), known);
const usual: TableView = { columns: ['name', 'status', 'flows'], pinned: [], widths: {}, compact: false };

describe('view in the address', () => {
  it.each<[string, Partial<TableView>]>([
    ['', {}],
    ['cols=name,battery,status', { columns: ['name', 'battery', 'status'] }],
    ['cols=status,nonsense,status&rows=compact', { columns: ['name', 'status'], compact: true }],
    ['cols=,&rows=huge', {}],
    ['pin=flows,gone,flows', { pinned: ['flows'] }],
    ['w=name-240,status-9,flows-9999,gone-100,status-x', { widths: { name: 240, flows: 960 } }],
    [
      'cols=name,twin:a-b,other:x,twin:&w=twin:a-b-120&pin=twin:a-b',
      { columns: ['name', 'twin:a-b'], widths: { 'twin:a-b': 120 }, pinned: ['twin:a-b'] },
    ],
    ['cols=name,twin:a%5C,b', { columns: ['name', 'twin:a,b'] }],
  ])('%s', (address, expected) => {
    expect(read(address)).toEqual({ ...usual, ...expected });
  });

  it('leaves out what is default and comes back as it was', () => {
    const params = new URLSearchParams('q=x');
    const view: TableView = {
      columns: ['name', 'flows', 'twin:a,b'],
      pinned: ['flows'],
      widths: { flows: 120 },
      compact: true,
    };
    writeView(params, view, known);
    expect(params.toString()).toBe(
      'q=x&cols=name%2Cflows%2Ctwin%3Aa%5C%2Cb&pin=flows&w=flows-120&rows=compact',
    );
    expect(readView(params, known)).toEqual(view);
    writeView(params, usual, known);
    expect(params.toString()).toBe('q=x');
  });

  it('holds no more columns of the data than a query may ask for', () => {
    const many = Array.from({ length: 30 }, (_, at) => `twin:t${at}`);
    const view = read(`cols=${many.join(',')}`);
    expect(view.columns).toHaveLength(21);
    expect(broughtColumns(view, 'twin')).toHaveLength(20);
    expect(broughtColumns(view, undefined)).toEqual([]);
  });
});

describe('columns', () => {
  it.each([
    ['a', 2, ['b', 'c', 'a']],
    ['c', 0, ['c', 'a', 'b']],
    ['b', 9, ['a', 'c', 'b']],
    ['b', -1, ['b', 'a', 'c']],
  ])('moves %s to %i', (id, index, expected) => {
    expect(moveTo(['a', 'b', 'c'], id, index)).toEqual(expected);
  });

  const pinned: TableView = { ...usual, columns: ['name', 'status', 'flows'], pinned: ['flows'] };

  it('what is pinned stands first, and is joined or left by moving there or away', () => {
    expect(displayOrder(pinned)).toEqual(['flows', 'name', 'status']);
    const joined = moveColumn(pinned, 'status', 'flows');
    expect(displayOrder(joined)).toEqual(['status', 'flows', 'name']);
    expect(joined.pinned).toEqual(['status', 'flows']);
    const left = moveColumn(pinned, 'flows', 'status');
    expect(displayOrder(left)).toEqual(['name', 'status', 'flows']);
    expect(left.pinned).toEqual([]);
  });

  it('step one place and stop at the ends', () => {
    expect(displayOrder(stepColumn(usual, 'status', 1))).toEqual(['name', 'flows', 'status']);
    expect(displayOrder(stepColumn(usual, 'status', -1))).toEqual(['status', 'name', 'flows']);
    expect(stepColumn(usual, 'name', -1)).toBe(usual);
    expect(stepColumn(usual, 'flows', 1)).toBe(usual);
  });

  it('what is hidden takes its width and its pin along', () => {
    const view = resizeColumn(pinColumn(usual, 'status', true), 'status', 200);
    expect(view).toMatchObject({ pinned: ['status'], widths: { status: 200 } });
    expect(showColumn(view, 'status', false)).toEqual({ ...usual, columns: ['name', 'flows'] });
    expect(showColumn(usual, 'battery', true).columns).toEqual(['name', 'status', 'flows', 'battery']);
  });

  it('widths are bounded and can be given back', () => {
    expect(resizeColumn(usual, 'name', 3).widths).toEqual({ name: 64 });
    expect(resizeColumn(usual, 'name', 1e9).widths).toEqual({ name: 960 });
    expect(resizeColumn(resizeColumn(usual, 'name', 200), 'name', null).widths).toEqual({});
  });
});
