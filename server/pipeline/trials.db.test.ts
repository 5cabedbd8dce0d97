// The short form of one of the trials of `npm run chaos -- --kind …`; the others (slow, full, repeat, order, backup) measure times, or
// take longer than a run of all tests has left, and are run by that command.
import { expect, it } from 'vitest';
import { earlierCommit } from '#scripts/chaos/release.ts';
import { chaos } from './chaos.fixture.ts';

const PATIENCE = 240_000;

/** A trial that judges itself. */
async function passes(kind: string, ...args: string[]): Promise<void> {
  const { code, text } = await chaos('--kind', kind, '--dir', `.data/trial-${kind}`, ...args);
  expect(text).toMatch(/\n[1-9]\d* passed, 0 failed/);
  expect(code, text).toBe(0);
}

const release = earlierCommit({ migrations: 1 });
const missing = 'missing' in release ? ` (skipped: ${release.missing})` : '';
// R16. Fails when a migration holds what is in use for more than a second.
it.skipIf(missing)(
  `the newest migration is applied under the release before, which goes on${missing}`,
  () => passes('upgrade', '--seconds', '4', '--filled', '3000'),
  PATIENCE,
);
