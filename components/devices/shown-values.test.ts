import { expect, it } from 'vitest';
import type { ReportedEntry } from '#server/twins/twin-contract.ts';
import { drawnNames, shownValues } from './shown-values.ts';

const entry = (name: string, more: Partial<ReportedEntry> = {}): ReportedEntry => ({
  name,
  section: 'other',
  value: 1,
  kind: 'number',
  unit: null,
  at: new Date(0),
  ...more,
});
const many = Array.from({ length: 11 }, (_, n) => entry(`a${String(n).padStart(2, '0')}`));

it('what is measured comes before what the device is itself, numbers before words', () => {
  const shown = shownValues([
    entry('batteryVoltage', { section: 'device' }),
    entry('mode', { kind: 'text', value: 'eco' }),
    entry('zeta'),
    entry('door', { kind: 'boolean', value: true }),
  ]);
  expect(shown.map(({ name }) => name)).toEqual(['zeta', 'door', 'mode', 'batteryVoltage']);
});

it('each number that is shown has its day, and no other is read', () => {
  const entries = [
    ...many,
    entry('batteryVoltage', { section: 'device' }),
    entry('buttonPresses', { section: 'device' }),
    entry('word', { kind: 'text', value: 'x' }),
  ];
  const shown = shownValues(entries);
  expect(shown).toHaveLength(12);
  expect(drawnNames(entries)).toEqual(shown.flatMap(({ name, kind }) => (kind === 'number' ? [name] : [])));
});

it('the way of a tracker is drawn on its map even where its numbers do not stand among the values', () => {
  const drawn = drawnNames([...many, entry('b'), entry('position:latitude'), entry('position:longitude')]);
  expect(drawn).toContain('position:latitude');
  expect(drawn).toContain('position:longitude');
});
