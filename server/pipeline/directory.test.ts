import { expect, it } from 'vitest';
import { Patience } from './accept/patience.ts';
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

it('a database that hangs is asked four questions at once, and nobody waits for it longer than is given', async () => {
  const { changes, open } = held();
  let asked = 0;
  const load = (keys: string[]) =>
    new Promise<Map<string, string>>((resolve) => {
      asked += keys.length;
      open.push((value) => resolve(new Map(keys.map((key) => [key, value]))));
    });
  const patience = new Patience(50);
  const directory = new Directory<string, string>({ changes, load, customerOf: () => 'c', patience });
  const found: Promise<unknown>[] = [];
  for (let n = 0; n < 20; n++) {
    found.push(Promise.resolve(directory.find(`d${n}`)).catch((error: Error) => error.name));
    await turn();
  }
  expect(open).toHaveLength(4);
  expect(await Promise.all(found)).toEqual(Array(20).fill('NotStoredError'));
  const again = directory.find('d0');
  for (const answer of open) answer('late');
  await turn();
  // What nobody waits for any more is not asked; what came late is kept all the same.
  expect([open.length, asked]).toEqual([5, 5]);
  open[4]?.('new');
  expect(await again).toBe('new');
  expect(directory.find('d1')).toBe('late');
});
