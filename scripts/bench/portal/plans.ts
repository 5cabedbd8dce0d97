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
}

export async function plansOf(stand: Stand, run: () => Promise<unknown>): Promise<PlanTold> {
  const log = `${stand.postgres.dir}.log`;
  const from = statSync(log).size;
  await switchTo(stand, '0');
  await run();
  await switchTo(stand, '-1');
  const nodes = plansIn(readFileSync(log).subarray(from).toString('utf8')).flatMap(flat);
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
  };
}

async function switchTo(stand: Stand, duration: string): Promise<void> {
  await stand.sql.unsafe(`alter system set auto_explain.log_min_duration = '${duration}'`);
  await stand.sql`select pg_reload_conf()`;
  // Backends read their settings between two statements, once the signal has come.
  await sleep(150);
}

/** A message of the log begins at a line's start; what belongs to it is indented by a tab. */
function plansIn(text: string): Node[] {
  return text
    .split(/\n(?!\t)/)
    .filter((message) => message.includes('plan:\n'))
    .map(
      (message) =>
        JSON.parse(message.slice(message.indexOf('plan:\n') + 6)) as { 'Query Text': string; Plan: Node },
    )
    .filter((told) => !/auto_explain|pg_reload_conf/.test(told['Query Text']))
    .map(({ Plan }) => Plan);
}

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];

function readBy(node: Node): number {
  const each =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.round(each * (node['Actual Loops'] ?? 0));
}
