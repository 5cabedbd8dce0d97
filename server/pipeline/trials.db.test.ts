// Short forms of what `npm run chaos -- --kind …` does for minutes.
import { expect, it } from 'vitest';
import { debianPostgres } from '#scripts/chaos/debian-postgres.ts';
import { earlierCommit } from '#scripts/chaos/release.ts';
import { tinyDisk } from '#scripts/chaos/tiny-disk.ts';
import { chaos } from './chaos.fixture.ts';

const PATIENCE = 240_000;

/** A trial that judges itself. */
async function passes(kind: string, ...args: string[]): Promise<void> {
  const { code, text } = await chaos('--kind', kind, '--dir', `.data/trial-${kind}`, ...args);
  expect(text).toMatch(/\n[1-9]\d* passed, 0 failed/);
  expect(code, text).toBe(0);
}

/** Where something of the machine's own is needed for it, the name says what is missing. */
function needs(
  what: object & ({ missing?: never } | { missing: string }),
  name: string,
  run: () => Promise<void>,
): void {
  const { missing } = what;
  if (missing === undefined) it(name, run, PATIENCE);
  else it.skip(`${name} (skipped: ${missing})`, run);
}

// R12. Fails when a look-up may take as long as the database likes.
it(
  'a Postgres that hangs is told as 503 within two seconds, and nothing acknowledged is lost',
  () => passes('slow', '--seconds', '4'),
  PATIENCE,
);

// R12. Fails when the embedded server is started again only once.
const disk = tinyDisk(1);
if (!('missing' in disk)) disk.remove();
needs(disk, 'a full disk is told as 503, and what was acknowledged is there when it has room', () =>
  passes('full', '--seconds', '6'),
);

// R16. Fails when a migration holds what is in use for more than a second.
needs(
  earlierCommit({ migrations: 1 }),
  'the newest migration is applied under the release before, which goes on',
  () => passes('upgrade', '--seconds', '4', '--filled', '3000'),
);

// R15. Fails when the dump leaves out what row-level security hides.
needs(debianPostgres(), 'what is dumped under load goes on elsewhere, with its keys alone', () =>
  passes('backup', '--seconds', '3'),
);

// R5. Fails when identities are not unique in the database.
it(
  'what is told again and again to two processes, over HTTP and MQTT, is stored and delivered once',
  () => passes('repeat', '--runs', '1', '--seed', '7'),
  PATIENCE,
);
