// A Chromium to test with: CHROMIUM, else Debian's, else the one that comes inside a registry package (no download).
import { existsSync } from 'node:fs';

export interface Browser {
  path: string;
  env: Record<string, string>;
}

export async function findChromium(): Promise<Browser> {
  const given = process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);
  if (given) return { path: given, env: {} };
  // Must stand before the import: the package then unpacks the system libraries it needs beside the browser.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const path = await chromium.executablePath();
  const env: Record<string, string> = {};
  for (const name of ['LD_LIBRARY_PATH', 'FONTCONFIG_PATH'])
    if (process.env[name]) env[name] = process.env[name] as string;
  return { path, env };
}
