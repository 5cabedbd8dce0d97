// npm test: check → unit → database and http → build → e2e, with one plain closing line over all of them.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };

function run(title: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  console.log(`\n── ${title} ──`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function add(count: Count, exitCode: number): void {
  // A runner that failed without a failed test (a crash, an empty run) is a failure too.
  if (exitCode !== 0 && count.failed === 0) count.failed = 1;
  if (count.passed + count.failed + count.skipped === 0) count.failed = 1;
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

async function step(title: string, args: string[]): Promise<void> {
  const code = await run(title, args);
  add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, code);
}

async function vitest(title: string, project: string): Promise<void> {
  const report = `.data/test-reports/${project}.json`;
  const code = await run(title, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const json = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  add(
    {
      passed: json.numPassedTests ?? 0,
      failed:
        (json.numFailedTests ?? 0) +
        (json.numFailedTestSuites && !json.numFailedTests ? json.numFailedTestSuites : 0),
      skipped: (json.numPendingTests ?? 0) + (json.numTodoTests ?? 0),
    },
    code,
  );
}

async function playwright(): Promise<void> {
  const report = '.data/test-reports/e2e.json';
  const code = await run('end to end in Chromium', ['scripts/e2e.ts'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  const stats = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).stats : {};
  if (stats.flaky)
    console.log(`\n${stats.flaky} of the journeys passed at the second try only: see “flaky” above`);
  add(
    {
      passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
      failed: stats.unexpected ?? 0,
      skipped: stats.skipped ?? 0,
    },
    code,
  );
}

const only = new Set(process.argv.slice(2));
const wanted = (name: string) => only.size === 0 || only.has(name);

rmSync('.data/test-reports', { recursive: true, force: true });
mkdirSync('.data/test-reports', { recursive: true });
if (wanted('check')) await step('check', ['scripts/check.ts']);
if (wanted('unit')) await vitest('unit', 'unit');
if (wanted('database')) await vitest('database and http', 'database');
if (wanted('build')) await step('build', ['scripts/build.ts']);
if (wanted('e2e')) await playwright();

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
