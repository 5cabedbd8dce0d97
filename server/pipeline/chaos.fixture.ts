import { spawn } from 'node:child_process';

/** A run of its own processes: what it prints is its verdict. */
export function chaos(...args: string[]): Promise<{ code: number | null; text: string }> {
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
