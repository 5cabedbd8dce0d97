import { describe, expect, it } from 'vitest';
import { deletedBefore, type KeptFacts, keptOf, toldOf, toldSince } from './rules.ts';

const WEEKS = { messages: 5, measurements: 60 };
const kept = (facts: Partial<KeptFacts>, weeks = WEEKS) =>
  keptOf({ projectWeeks: null, customerKeeps: true, typeKeeps: true, ...facts }, weeks);

describe('how long measurements are kept', () => {
  it.each([
    ['as long as the installation keeps any', {}, 60, 'installation'],
    ['as long as the subscription of the project says', { projectWeeks: 13 }, 13, 'project'],
    ['not longer than the installation', { projectWeeks: 100 }, 60, 'installation'],
    ['not shorter than messages', { projectWeeks: 2 }, 5, 'project'],
    ['as messages, where the customer keeps none', { customerKeeps: false, projectWeeks: 13 }, 5, 'customer'],
    ['as messages, where the type keeps none', { typeKeeps: false }, 5, 'type'],
  ] as const)('%s', (_, facts, weeks, because) => {
    expect(kept(facts)).toEqual({ weeks, because });
  });

  it('an operator who keeps less has the last word', () => {
    expect(kept({ projectWeeks: 26 }, { messages: 5, measurements: 20 })).toEqual({
      weeks: 20,
      because: 'installation',
    });
  });
});

const at = (text: string) => new Date(`${text}Z`);

it.each([
  ['a Monday itself', 1, '2026-11-30T00:00:00', '2026-11-23T00:00:00'],
  ['the last moment of a week', 1, '2026-12-06T23:59:59.999', '2026-11-23T00:00:00'],
  ['a Thursday', 5, '2026-11-26T12:00:00', '2026-10-19T00:00:00'],
  ['over the end of a year', 1, '2026-01-01T08:00:00', '2025-12-22T00:00:00'],
])('whole weeks are deleted: %s', (_, weeks, now, monday) => {
  expect(deletedBefore(weeks, at(now))).toEqual(at(monday));
});

describe('what is told of a period', () => {
  const now = at('2026-11-26T12:00:00');
  const since = toldSince({ weeks: 5, because: 'project' }, now);
  const period = (from: string, to: string) => ({ names: ['t'], from: at(from), to: at(to) });

  it('all of it where the installation alone decides', () => {
    const all = period('2020-01-01T00:00:00', '2026-01-01T00:00:00');
    expect(toldOf(all, toldSince({ weeks: 60, because: 'installation' }, now))).toBe(all);
  });

  it.each([
    ['all of it', '2026-11-01T00:00:00', '2026-11-02T00:00:00', '2026-11-01T00:00:00'],
    ['its young part', '2026-01-01T00:00:00', '2026-11-02T00:00:00', '2026-10-22T12:00:00'],
    ['nothing', '2026-01-01T00:00:00', '2026-10-22T12:00:00', null],
  ])('%s', (_, from, to, told) => {
    const asked = period(from, to);
    expect(toldOf(asked, since)).toEqual(told === null ? null : { ...asked, from: at(told) });
  });
});
