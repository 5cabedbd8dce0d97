// End to end: a fresh installation, started the way a newcomer starts it, and a real Chromium in front of it.
import { spawn } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './chromium.ts';
import { endProcess } from './installation.ts';
import { freePort, removeData } from './postgres.ts';

const folder = '.data/e2e';
const LONGEST_PAGE = 8000;
/** Portal, worker and then the database: killed before, it would leave them behind. */
const WHOLE_END_MS = 60_000;
removeData(`${folder}/pg`);
rmSync(folder, { recursive: true, force: true });

const [browser, port, ingestPort, mqttPort] = await Promise.all([
  findChromium(),
  freePort(),
  freePort(),
  freePort(),
]);
const env = {
  ...process.env,
  DATA_DIR: folder,
  DEMO_SIZE: 'small',
  PORT: String(port),
  INGEST_PORT: String(ingestPort),
  MQTT_PORT: String(mqttPort),
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
};
delete (env as Record<string, string | undefined>).DATABASE_URL;

const portal = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/start.ts'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env,
});
let exitCode = 1;
try {
  await running();
  exitCode = await new Promise<number>((resolve) => {
    spawn(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...env, ...browser.env, CHROMIUM: browser.path, PORTAL_URL: `http://127.0.0.1:${port}` },
    }).on('exit', (code) => resolve(code ?? 1));
  });
  showPages();
} finally {
  await endProcess(portal, WHOLE_END_MS);
}
process.exit(exitCode);

function running(): Promise<void> {
  return new Promise((resolve, reject) => {
    portal.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      if (String(chunk).includes('is running')) resolve();
    });
    portal.once('exit', (code) => reject(new Error(`the portal ended before it was ready (exit ${code})`)));
  });
}

/** Where only the output is kept, a failure is understood by what its page showed, also one that the second try made good. */
function showPages(): void {
  for (const file of globSync('.data/test-results/*/error-context.md')) {
    // A matcher that failed tells what it looked at itself, and then the page's own picture in words is left out.
    const [, shown] = readFileSync(file, 'utf8').split('# Error details');
    if (shown)
      process.stdout.write(`\n${file}\n${shown.split('# Test source')[0]?.slice(0, LONGEST_PAGE)}\n`);
  }
}
