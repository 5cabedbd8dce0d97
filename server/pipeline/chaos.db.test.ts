import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';

/** A run of its own processes: what it prints is its verdict. */
function chaos(...args: string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/chaos.ts', ...args],
      {
        env: { ...process.env, DATABASE_URL: '' },
      },
    );
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    child.on('exit', (code) => resolve({ code, text }));
  });
}

const PATIENCE = 240_000;

it(
  'kill -9 of workers loses nothing that was acknowledged',
  async () => {
    const { code, text } = await chaos(
      '--kind',
      'app',
      '--cycles',
      '2',
      '--seed',
      '11',
      '--dir',
      '.data/chaos-app',
    );
    expect(text).toMatch(/acked [1-9]\d* +lost 0 +unexpected 0/);
    expect(code, text).toBe(0);
  },
  PATIENCE,
);

it(
  'kill -9 of Postgres loses nothing that was acknowledged',
  async () => {
    const { code, text } = await chaos(
      '--kind',
      'pg',
      '--cycles',
      '2',
      '--seed',
      '12',
      '--dir',
      '.data/chaos-server',
    );
    expect(text).toMatch(/acked [1-9]\d* +lost 0 +unexpected 0/);
    expect(code, text).toBe(0);
  },
  PATIENCE,
);

// A kill of the server may meet a moment at which nothing is under way; three of them do not.
it.each([
  ['early-ack', '1'],
  ['async-commit', '3'],
])(
  'the run notices %s',
  async (mutation, cycles) => {
    const { code, text } = await chaos(
      '--mutation',
      mutation,
      '--cycles',
      cycles,
      '--seed',
      '13',
      '--dir',
      `.data/chaos-${mutation}`,
    );
    expect(text).toMatch(/lost [1-9]/);
    expect(code, text).toBe(0);
  },
  PATIENCE,
);
