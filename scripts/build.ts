// Builds the portal once per state of its sources; a second call with nothing changed is a matter of milliseconds.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = [
  'app',
  'components',
  'server',
  'db/schema',
  'db/columns.ts',
  'public',
  'next.config.ts',
  'proxy.ts',
  'postcss.config.mjs',
  'package-lock.json',
  'tsconfig.json',
];
const STAMP = '.next/things-portal-build';

function fingerprint(): string {
  const hash = createHash('sha256');
  const walk = (entry: string): void => {
    if (!existsSync(entry)) return;
    if (statSync(entry).isDirectory())
      for (const name of readdirSync(entry).sort()) walk(path.join(entry, name));
    else if (!/\.test\.tsx?$/.test(entry)) hash.update(entry).update(readFileSync(entry));
  };
  for (const source of SOURCES) walk(source);
  return hash.digest('hex');
}

export async function build(): Promise<void> {
  const now = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return;
  const code = await new Promise<number | null>((resolve) => {
    spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      stdio: ['ignore', process.env.QUIET_BUILD ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }).on('exit', resolve);
  });
  if (code !== 0) throw new Error(`next build failed (exit ${code})`);
  // The standalone server serves these itself, but the build leaves them out.
  cpSync('.next/static', '.next/standalone/.next/static', { recursive: true });
  if (existsSync('public')) cpSync('public', '.next/standalone/public', { recursive: true });
  writeFileSync(STAMP, now);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
