import { describe, expect, it } from 'vitest';
import { moveTo, readView, writeView } from './table-view.ts';

const columns = [{ id: 'name' }, { id: 'status' }, { id: 'battery', hidden: true }, { id: 'flows' }];

describe('view in the address', () => {
  it.each([
    ['', ['name', 'status', 'flows'], false],
    ['cols=name,battery,status', ['name', 'battery', 'status'], false],
    ['cols=status,nonsense,status&rows=compact', ['name', 'status'], true],
    ['cols=,&rows=huge', ['name', 'status', 'flows'], false],
  ])('%s', (address, shown, compact) => {
    expect(readView(new URLSearchParams(address), '', columns)).toEqual({ columns: shown, compact });
  });

  it('leaves out what is default and keeps what is not', () => {
    const params = new URLSearchParams('q=x');
    writeView(params, '', { columns: ['name', 'flows'], compact: true }, columns);
    expect(params.toString()).toBe('q=x&cols=name%2Cflows&rows=compact');
    writeView(params, '', { columns: ['name', 'status', 'flows'], compact: false }, columns);
    expect(params.toString()).toBe('q=x');
  });

  it.each([
    ['a', 2, ['b', 'c', 'a']],
    ['c', 0, ['c', 'a', 'b']],
    ['b', 9, ['a', 'c', 'b']],
    ['b', -1, ['b', 'a', 'c']],
  ])('moves %s to %i', (id, index, expected) => {
    expect(moveTo(['a', 'b', 'c'], id, index)).toEqual(expected);
  });
});
