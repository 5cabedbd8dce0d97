// What in a migration would stop those who work meanwhile: workers and portals of the release before go on while it is applied.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'db/migrations';
/** Those up to this one were applied before this was looked at. */
const LAST_UNREAD = 39;
/** Says above a statement why it stops nobody. */
const REASON = /--\s*blocks nobody:\s*\S+/i;

/** Tables that grow with messages: to read one of them whole takes minutes, and whoever writes waits. */
const GROWS = new Set(
  `uplinks uplink_bodies uplink_identities uplink_queue packs pack_weeks deliveries delivery_queue twins measure_days
   device_activity decoding_failures audit_log shelved_packs downlinks alert_events`.split(/\s+/),
);
/** Every message goes through them: whoever holds them holds everybody. */
const HOT = new Set([
  ...GROWS,
  'devices',
  'network_adapters',
  'flows',
  'customers',
  'lora_connections',
  'destinations',
]);

interface Rule {
  pattern: RegExp;
  tables: 'any' | ReadonlySet<string>;
  why: string;
}

const RULES: readonly Rule[] = [
  {
    pattern: /^create (?:unique )?index (?!concurrently)(?:if not exists )?\S+ on (?:only )?(?<table>\S+)/,
    tables: GROWS,
    why: 'an index on a table that grows with messages keeps its writers waiting until it is built',
  },
  {
    pattern:
      /^alter table (?:only )?(?<table>\S+) .*\badd column (?![^,]*\b(?:default|generated)\b)[^,]*\bnot null\b/,
    tables: 'any',
    why: 'a column that must have a value and has no default is refused where rows are, and by those who do not know it',
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) .*\balter column \S+ (?:set data )?type\b/,
    tables: 'any',
    why: 'another type writes the whole table anew while nobody may read it',
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) .*\balter column \S+ set not null\b/,
    tables: HOT,
    why: 'the whole table is read while nobody may use it: first a CHECK … NOT VALID, then VALIDATE CONSTRAINT',
  },
  {
    pattern:
      /^alter table (?:only )?(?<table>\S+) .*\badd constraint \S+ (?:foreign key|check)\b(?!.*\bnot valid\b)/,
    tables: HOT,
    why: 'all rows are looked at while writers wait: NOT VALID first, VALIDATE CONSTRAINT in a migration of its own',
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) .*\badd (?:constraint \S+ )?(?:unique|primary key)\b/,
    tables: HOT,
    why: 'its index is built while nobody may use the table',
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) .*\b(?:drop column|rename)\b/,
    tables: 'any',
    why: 'the release before asks for it by that name: take it out of the code first, of the schema with the release after',
  },
  {
    pattern: /^drop table (?:if exists )?(?<table>\S+)/,
    tables: 'any',
    why: 'the release before asks for it: take it out of the code first, of the schema with the release after',
  },
  {
    pattern: /^(?:update (?:only )?(?<table>\S+) .*\bset\b)(?!.*\bwhere\b)/,
    tables: 'any',
    why: 'every row is written and held until the migration is through',
  },
  {
    pattern:
      /^(?:vacuum full|cluster|reindex(?! .*concurrently)|refresh materialized view (?!concurrently)|lock table)\b ?(?<table>\S*)/,
    tables: 'any',
    why: 'nobody may use the table meanwhile',
  },
];

/** Sentences about what would block; `text` is one migration. */
export function blockingStatements(text: string): string[] {
  const statements = text.split(/--> statement-breakpoint|;[ \t]*(?=\n|$)/).map(read);
  const made = new Set(
    statements.flatMap(
      ({ sql }) => /^create (?:unlogged )?table (?:if not exists )?(\S+)/.exec(sql)?.[1] ?? [],
    ),
  );
  return statements.flatMap(({ sql, hasReason }) => {
    if (hasReason) return [];
    return RULES.flatMap(({ pattern, tables, why }) => {
      const table = pattern.exec(sql)?.groups?.table;
      if (table === undefined || made.has(table)) return [];
      return tables === 'any' || tables.has(table) ? [`${sql.slice(0, 120)}: ${why}`] : [];
    });
  });
}

/** One line in small letters, without quotes, schema and comments. */
function read(statement: string): { sql: string; hasReason: boolean } {
  const sql = statement
    .replace(/--.*$/gm, '')
    .replace(/"public"\./g, '')
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .replace(/ ?\(/g, ' (')
    .trim()
    .toLowerCase();
  return { sql, hasReason: REASON.test(statement) };
}

export function checkMigrations(): string | null {
  const problems = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql') && Number(name.slice(0, 4)) > LAST_UNREAD)
    .flatMap((name) =>
      blockingStatements(readFileSync(path.join(FOLDER, name), 'utf8')).map((fault) => `${name}: ${fault}`),
    );
  return problems.length
    ? `${problems.join('\n')}\nWhere it stops nobody after all, say why above it: -- blocks nobody: <reason>`
    : null;
}
