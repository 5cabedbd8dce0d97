// What the pages of docs/ name must be there: files behind links, headings behind anchors, variables, metrics, operations.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { OPERATIONS } from '#server/access/operations.ts';
import { scopesOf } from '#server/access/rules.ts';
import { apiOperations } from '#server/http/api-operations.ts';
import { metrics } from '#server/pipeline/metrics.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', ...pagesBelow('docs')].filter((page) => existsSync(page));

function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
}

/** As the pages of a repository are shown: lower case, punctuation gone, spaces as hyphens. */
function anchorsOf(page: string): Set<string> {
  const prose = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  return new Set(
    [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replace(/ /g, '-'),
    ),
  );
}

function faultOf(page: string, target: string): string | null {
  const [file = '', anchor] = target.split('#');
  const found = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file));
  if (!existsSync(found)) return `${page}: ${target} leads nowhere`;
  if (anchor === undefined || !found.endsWith('.md') || anchorsOf(found).has(anchor)) return null;
  return `${page}: ${found} has no heading #${anchor}`;
}

test('every relative link of README, CONTRIBUTING and docs leads to a file, and its anchor to a heading', () => {
  const links = PAGES.flatMap((page) => {
    const prose = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    return targets.filter((target) => !/^[a-z]+:/i.test(target)).map((target) => [page, target] as const);
  });
  expect(links.length).toBeGreaterThan(15);
  expect(links.map(([page, target]) => faultOf(page, target)).filter(Boolean)).toEqual([]);
  expect(faultOf('docs/house.md', 'nowhere.md')).toContain('leads nowhere');
  expect(faultOf('docs/house.md', 'glossary.md#nothing')).toContain('no heading');
});

test('operations.md names every variable of the environment and every metric', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const source = readFileSync('server/platform/env.ts', 'utf8');
  const variables = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): z\b/gm)].map(([, name = '']) => name);
  expect(variables).toContain('DATABASE_URL');
  expect(variables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const names = metrics.getMetricsAsArray().map(({ name }) => name);
  expect(names).toContain('things_deliveries_total');
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('api.md lists exactly the operations of the API, each with its scope', () => {
  const page = readFileSync('docs/api.md', 'utf8');
  const listed = [...page.matchAll(/^\| `(GET|POST|PUT|DELETE) (\/\S+)` \| `([a-z.-]+)` \|/gm)];
  const rows = listed.map(([, method, url, scope]) => `${method} ${url} ${scope}`);
  const made = apiOperations.map(
    ({ method, path: url, operation }) => `${method} /api${url} ${OPERATIONS[operation].scope}`,
  );
  expect(rows.sort()).toEqual(made.sort());
});

test('api.md gives each role the scopes that it has', () => {
  const page = readFileSync('docs/api.md', 'utf8');
  const listed = (role: string) => {
    const cell = new RegExp(`^\\| ${role} \\| (.+) \\|$`, 'm').exec(page)?.[1] ?? '';
    return [...cell.matchAll(/`([a-z.-]+)`/g)].map(([, scope]) => scope as string).sort();
  };
  const look = listed('Things Manager \\*Read-only\\*');
  const edit = [...look, ...listed('Things Manager \\*Editor\\*')].sort();
  const lookAtScripts = listed('Things Creator \\*Read-only\\*');
  expect(look).toEqual(scopesOf({ manager: 'read-only' }));
  expect(edit).toEqual(scopesOf({ manager: 'editor' }));
  expect(edit).toEqual(scopesOf({ manager: 'admin' }));
  expect(lookAtScripts).toEqual(scopesOf({ creator: 'read-only' }));
  expect([...lookAtScripts, ...listed('Things Creator \\*Admin\\*')].sort()).toEqual(
    scopesOf({ creator: 'admin' }),
  );
  expect(listed('Organization \\*Admin\\*')).toEqual(scopesOf({ organization: 'admin' }));
});
