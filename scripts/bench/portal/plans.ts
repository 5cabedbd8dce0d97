import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stand } from '../../load/stand.ts';
import { BIG_TABLES } from './fleet.ts';

/** What the server did for a query, told by itself (auto_explain): nested statements of functions included. */
export const PLAN_SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
};

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Plan Rows'?: number;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

export interface PlanTold {
  /** Scans, each with the rows it read. */
  scans: string[];
  /** Big tables that were read from one end to the other. */
  wholeTables: string[];
  /** Rows that the longest scan read, by an index too. */
  most: number;
  /** Each question with its time and its plan, to be read. */
  texts: string[];
}

export async function plansOf(stand: Stand, run: () => Promise<unknown>): Promise<PlanTold> {
  const log = `${stand.postgres.dir}.log`;
  const from = statSync(log).size;
  await switchTo(stand, '0');
  await run();
  await switchTo(stand, '-1');
  const plans = plansIn(readFileSync(log).subarray(from).toString('utf8'));
  const nodes = plans.flatMap(({ Plan }) => flat(Plan));
  const scans = nodes
    .filter((node) => node['Relation Name'] ?? node['Index Name'])
    .map((node) => ({ node, rows: readBy(node) }));
  return {
    scans: scans
      .filter(({ rows }) => rows > 0)
      .map(
        ({ node, rows }) => `${node['Node Type']} ${node['Index Name'] ?? node['Relation Name']} (${rows})`,
      ),
    wholeTables: scans
      .filter(
        ({ node, rows }) =>
          node['Node Type'] === 'Seq Scan' && rows > 1000 && BIG_TABLES.includes(node['Relation Name'] ?? ''),
      )
      .map(({ node }) => node['Relation Name'] as string),
    most: Math.max(0, ...scans.map(({ rows }) => rows)),
    texts: plans.map(({ ms, text, Plan }) => `${ms} ms  ${text}\n${drawn(Plan, 1)}`),
  };
}

async function switchTo(stand: Stand, duration: string): Promise<void> {
  await stand.sql.unsafe(`alter system set auto_explain.log_min_duration = '${duration}'`);
  await stand.sql`select pg_reload_conf()`;
  // Backends read their settings between two statements, once the signal has come.
  await sleep(150);
}

interface Told {
  ms: string;
  text: string;
  Plan: Node;
}

/** A message of the log begins at a line's start; what belongs to it is indented by a tab. */
function plansIn(text: string): Told[] {
  return text
    .split(/\n(?!\t)/)
    .filter((message) => message.includes('plan:\n'))
    .map((message) => {
      const told = JSON.parse(message.slice(message.indexOf('plan:\n') + 6));
      const ms = /duration: ([\d.]+) ms/.exec(message)?.[1] ?? '';
      return { ms, text: told['Query Text'] as string, Plan: told.Plan as Node };
    })
    .filter(({ text }) => !/auto_explain|pg_reload_conf/.test(text));
}

function drawn(node: Node, depth: number): string {
  const { Plans = [], ...own } = node;
  const conditions = Object.entries(own)
    .filter(([key]) => /Cond|Filter$|Key/.test(key))
    .map(([key, value]) => `${key}: ${value}`);
  const what = [
    node['Node Type'],
    node['Index Name'] ?? node['Relation Name'],
    `rows ${node['Actual Rows']} of ${node['Plan Rows']} × ${node['Actual Loops']}`,
    ...conditions,
  ];
  return [
    `${'  '.repeat(depth)}${what.filter(Boolean).join(' · ')}`,
    ...Plans.map((child) => drawn(child, depth + 1)),
  ].join('\n');
}

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];

function readBy(node: Node): number {
  const each =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.round(each * (node['Actual Loops'] ?? 0));
}
