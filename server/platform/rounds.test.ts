import { expect, it } from 'vitest';
import { Rounds } from './rounds.ts';

class Looking extends Rounds {
  looks = 0;
  readonly #most: number;

  constructor(most: number) {
    super('a look failed');
    this.#most = most;
  }

  protected override async round(): Promise<boolean> {
    this.looks += 1;
    return this.looks < this.#most;
  }

  goesOn(work: Promise<void>): void {
    this.begin(work);
  }
}

const until = async (is: () => boolean) => {
  while (!is()) await new Promise(setImmediate);
};

it('looks again at once while there is more, and no more once it was stopped', async () => {
  const looking = new Looking(50);
  looking.start();
  await until(() => looking.looks === 50);
  await looking.stop(0);
  expect(looking.looks).toBe(50);
});

it('waits for what a look began, but no longer than it was told to', async () => {
  const looking = new Looking(1);
  let ended = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  looking.goesOn(
    promise.then(() => {
      ended = true;
    }),
  );
  looking.start();
  await looking.stop(5);
  expect(ended).toBe(false);
  const idle = looking.idle();
  resolve();
  await idle;
  expect(ended).toBe(true);
});
