import { expect, it } from 'vitest';
import { ConfigurationChanges } from './configuration.ts';
import { Directory } from './directory.ts';

/** Loads that are answered by hand, in any order. */
function held() {
  const changes = new ConfigurationChanges();
  const open: ((value: string) => void)[] = [];
  const load = (keys: string[]) =>
    new Promise<Map<string, string>>((resolve) =>
      open.push((value) => resolve(new Map(keys.map((key) => [key, value])))),
    );
  return {
    changes,
    open,
    directory: new Directory<string, string>({ changes, load, customerOf: () => 'c' }),
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

it('asks once for what is wanted by many at once', async () => {
  const { directory, open } = held();
  const found = [directory.find('a'), directory.find('a'), directory.find('b')];
  await turn();
  expect(open).toHaveLength(1);
  open[0]?.('x');
  expect(await Promise.all(found)).toEqual(['x', 'x', 'x']);
  expect(directory.find('a')).toBe('x');
});

it('who asks after a change does not get the answer of a load that began before it', async () => {
  const { changes, directory, open } = held();
  const before = directory.find('a');
  await turn();
  changes.changed('c');
  const after = directory.find('a');
  await turn();
  expect(open).toHaveLength(2);
  open[1]?.('new');
  expect(await after).toBe('new');
  open[0]?.('old');
  expect(await before).toBe('old');
  expect(directory.find('a')).toBe('new');
});

it('what was loaded before a change of its customer is loaded again, another customer’s is not', async () => {
  const { changes, directory, open } = held();
  const first = directory.find('a');
  await turn();
  open[0]?.('x');
  await first;
  changes.changed('other');
  expect(directory.find('a')).toBe('x');
  changes.changed('c');
  expect(directory.find('a')).toBeInstanceOf(Promise);
});
