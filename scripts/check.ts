// npm run check: format and lint, types, arrows of the house, dead code, migrations in step. Seconds, no database.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkHouse } from './check-house.ts';
import { checkMigrations } from './check-migrations.ts';

interface Step {
  name: string;
  run(): string | null;
}

function program(binary: string, ...args: string[]): string | null {
  const r = spawnSync(process.execPath, [path.join('node_modules', binary), ...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return r.status === 0 ? null : `${r.stdout}${r.stderr}`.trim() || `exit ${r.status}`;
}

const CRUISED = ['app', 'components', 'server', 'db', 'scripts', 'e2e', 'proxy.ts', 'next.config.ts'];

function cruise(...folders: string[]): {
  modules: number;
  violations: { rule: { name: string }; from: string; to: string }[];
} {
  const r = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...folders,
    ],
    { encoding: 'utf8', maxBuffer: 256 << 20 },
  );
  if (!r.stdout.startsWith('{')) throw new Error(r.stderr || r.stdout);
  const { modules, summary } = JSON.parse(r.stdout);
  return {
    modules: modules.filter((m: { source: string }) => !m.source.startsWith('node_modules')).length,
    violations: summary.violations,
  };
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts'),
  );
}

/** The cruiser must see every file, and must catch a violation that we plant. */
function arrows(): string | null {
  const existing = CRUISED.filter((f) => spawnSync('test', ['-e', f]).status === 0);
  const { modules, violations } = cruise(...existing);
  const files = existing.reduce((n, f) => n + (f.endsWith('.ts') ? 1 : sources(f).length), 0);
  if (modules < files)
    return `dependency-cruiser saw ${modules} modules of ${files} files: it is blind to some.`;
  if (violations.length > 0) {
    const comments: Record<string, string> = Object.fromEntries(
      [
        ...readFileSync('.dependency-cruiser.cjs', 'utf8').matchAll(
          /name: '([^']+)'.*?comment: '((?:[^'\\]|\\.)*)'/gs,
        ),
      ].map((m) => [m[1], m[2]]),
    );
    return violations
      .map((v) => `${v.from} → ${v.to}\n  ${v.rule.name}: ${comments[v.rule.name] ?? ''}`)
      .join('\n');
  }
  const canary = 'server/protocols/senml/canary-forbidden-arrow.ts';
  writeFileSync(canary, "import '#server/platform/log.ts';\n");
  try {
    const caught = cruise('server/protocols/senml').violations.some(
      (v) => v.rule.name === 'protocols-are-pure',
    );
    return caught ? null : 'The planted violation was not caught: the arrows are not being checked.';
  } finally {
    rmSync(canary);
  }
}

/** Generating migrations from the schema must bring nothing new. */
function migrationsInStep(): string | null {
  mkdirSyncQuiet();
  const copy = mkdtempSync(path.join('.data', 'migrations-'));
  try {
    cpSync('db/migrations', copy, { recursive: true });
    const before = readdirSync(copy).length;
    const failed = program(
      'drizzle-kit/bin.cjs',
      'generate',
      '--dialect',
      'postgresql',
      '--schema',
      './db/schema/*.ts',
      '--out',
      copy,
    );
    if (failed) return failed;
    return readdirSync(copy).length === before
      ? null
      : 'db/schema and db/migrations differ: run npm run db:generate and read what it wrote.';
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function mkdirSyncQuiet(): void {
  spawnSync('mkdir', ['-p', '.data']);
}

const steps: Step[] = [
  {
    name: 'format and lint',
    run: () =>
      program('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=50', '.'),
  },
  { name: 'types', run: () => program('typescript/bin/tsc', '--noEmit', '-p', '.') },
  { name: 'arrows', run: arrows },
  { name: 'house', run: checkHouse },
  { name: 'dead code', run: () => program('knip/bin/knip.js', '--no-progress') },
  { name: 'migrations', run: migrationsInStep },
  { name: 'migrations that block', run: checkMigrations },
];

let failed = 0;
for (const step of steps) {
  const started = performance.now();
  const problem = step.run();
  console.log(`${problem ? '✗' : '✓'} ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (problem) {
    failed++;
    console.log(problem.replace(/^/gm, '  '));
  }
}
console.log(`${steps.length - failed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
