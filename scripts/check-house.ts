// Names and sizes of the house that no linter knows (docs/house.md).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const TOP_LEVEL = new Set(
  `.ci .gitignore .npmrc .dependency-cruiser.cjs CONTRIBUTING.md LICENSE README.md app biome.json components db docs drizzle.config.ts e2e
   knip.json next.config.ts package-lock.json package.json playwright.config.ts postcss.config.mjs proxy.ts public scripts server tsconfig.json vitest.config.ts`.split(
    /\s+/,
  ),
);
const NO_NOUN = new Set(['src', 'lib', 'utils', 'helpers', 'hooks', 'types', 'common', 'misc', 'shared']);
const KEBAB = /^(\[+[.a-z][A-Za-z.]*\]+|\([a-z-]+\)|[a-z0-9.-]+)$/;
/** Longest a file may be; rarely over 250 is the rule, this is where it ends. */
const MAX_LINES = 400;
const PROCESS_ENV_READERS =
  /^(server\/platform\/(env|log|test-[a-z-]+)\.ts|scripts\/|next\.config\.ts|proxy\.ts|playwright\.config\.ts|e2e\/|vitest\.config\.ts|server\/sandbox\/|server\/http\/trust-socket)/;

export function checkHouse(): string | null {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  }).stdout.split('\n');
  const files = listed.filter((f) => f && existsSync(f));
  const problems = files.flatMap(problemsOf);
  return problems.length ? problems.join('\n') : null;
}

function problemsOf(file: string): string[] {
  const problems: string[] = [];
  const parts = file.split('/');
  if (!TOP_LEVEL.has(parts[0] ?? ''))
    problems.push(`${file}: the top level is fixed; this has no place there.`);
  for (const part of parts.slice(0, -1))
    if (NO_NOUN.has(part)) problems.push(`${file}: "${part}" is not a noun; say what lives there.`);
  if (!/\.tsx?$/.test(file)) return problems;
  for (const part of parts)
    if (!KEBAB.test(part)) problems.push(`${file}: file and folder names are kebab-case.`);
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length;
  if (lines > MAX_LINES)
    problems.push(`${file}: ${lines} lines; split it along its concepts (limit ${MAX_LINES}).`);
  if (
    text.includes('process.env') &&
    !PROCESS_ENV_READERS.test(file) &&
    !/\.(test|fixture)\.ts$/.test(file)
  ) {
    problems.push(`${file}: only server/platform/env.ts reads process.env.`);
  }
  return problems;
}
