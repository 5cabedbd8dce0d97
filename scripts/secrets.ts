// Secrets of an installation that was given none: made once, kept beside the data, readable by this account only.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const NEEDED = {
  NEXTAUTH_SECRET: () => randomBytes(32).toString('base64url'),
  APP_KEK_CURRENT: () => 'k1',
  APP_KEK_k1: () => randomBytes(32).toString('base64'),
} as const;

/** Environment variables that are missing, from `<folder>/secrets.json`. What the environment sets wins. */
export function missingSecrets(folder: string): Record<string, string> {
  const file = path.join(folder, 'secrets.json');
  const kept: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const before = Object.keys(kept).length;
  for (const [name, make] of Object.entries(NEEDED)) kept[name] ??= make();
  if (Object.keys(kept).length !== before) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  }
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !process.env[name]));
}

/** Whether nothing would have to be made. */
export function hasSecrets(folder: string): boolean {
  if (existsSync(path.join(folder, 'secrets.json'))) return true;
  const { NEXTAUTH_SECRET, APP_KEK_CURRENT } = process.env;
  return Boolean(NEXTAUTH_SECRET && APP_KEK_CURRENT && process.env[`APP_KEK_${APP_KEK_CURRENT}`]);
}
