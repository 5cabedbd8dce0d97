import { expect, it } from 'vitest';
import { OnceAnHour } from './once-an-hour.ts';

const at = (time: string) => new Date(`2026-05-01T${time}Z`);

it('tells a thing once in each hour', () => {
  const told = new OnceAnHour(10);
  const heard = ['10:00:00', '10:59:59', '11:00:00', '11:30:00'].map((time) => told.isNew('a', at(time)));
  expect(heard).toEqual([true, false, true, false]);
});

it('tells no more than so many things in an hour', () => {
  const told = new OnceAnHour(2);
  expect(['a', 'b', 'c', 'a'].map((one) => told.isNew(one, at('10:00:00')))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(told.isNew('c', at('11:00:00'))).toBe(true);
});
