import {
  emptyTableQuery,
  type TableFilter,
  type TablePage,
  type TableQuery,
} from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { listDevices } from '#server/devices/read-devices.ts';
import type { Stand } from '../../load/stand.ts';
import type { Fleet } from './fleet.ts';

export interface Case {
  name: string;
  /** The n-th way of asking: another word, another page. Answers how many it found, `+` where it counted no further. */
  ask: (n: number) => Promise<string>;
  /** Of a list whose answer may stop before its page is full: asked on as the portal does, what each answer took. */
  whole?: (n: number) => Promise<number[]>;
}

export const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
export const filter = (
  field: string,
  op: TableFilter['op'],
  value: TableFilter['value'] = '',
): TableFilter => ({ field, op, value });
export const dash = (hex: string) => hex.replace(/..(?=.)/g, '$&-').toLowerCase();
export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const asked = (query: Partial<TableQuery>): TableQuery => ({ ...emptyTableQuery, ...query });
type Answer = Pick<TablePage<object>, 'rows' | 'total' | 'atLeast' | 'unfinished' | 'next'>;

/** `…` where the search goes on with the next answer. */
export const found = ({ total, atLeast, unfinished }: Omit<Answer, 'rows' | 'next'>) =>
  `${total}${atLeast ? '+' : ''}${unfinished ? '…' : ''}`;

/** Answers that one search is followed for. */
const FOLLOWED = 40;

export function listCase(
  name: string,
  list: (query: TableQuery) => Promise<Answer>,
  queryOf: (n: number) => Partial<TableQuery>,
): Case {
  return {
    name,
    ask: async (n) => found(await list(asked(queryOf(n)))),
    whole: async (n) => {
      const query = asked(queryOf(n));
      const times: number[] = [];
      let cursor = query.cursor;
      for (let rows = 0; times.length < FOLLOWED; ) {
        const began = performance.now();
        const page = await list({ ...query, cursor, limit: query.limit - rows });
        times.push(performance.now() - began);
        rows += page.rows.length;
        if (!page.unfinished || page.next === null) break;
        cursor = page.next;
      }
      return times;
    },
  };
}

type Listed = (name: string, queryOf: (n: number) => Partial<TableQuery>) => Case;

/** Names and identifiers that searches are made of. */
export const someDevices = (stand: Stand, fleet: Fleet) => stand.sql<
  { id: string; name: string; identifier: string }[]
>`
  select id, name, identifier from devices where customer_id = ${fleet.customerId} and length(identifier) = 16 order by barcode desc limit 40`;

export async function deviceCases(stand: Stand, fleet: Fleet, actor: Actor): Promise<Case[]> {
  const listed: Listed = (name, queryOf) => listCase(name, (query) => listDevices(actor, query), queryOf);
  return [
    ...(await orders(stand, fleet, listed)),
    ...(await searches(stand, fleet, listed)),
    ...filters(fleet, listed),
    ...twinCases(listed),
  ];
}

async function orders(stand: Stand, fleet: Fleet, listed: Listed): Promise<Case[]> {
  const pages = await Promise.all([0.25, 0.5, 0.75, 0.99].map((part) => pageAt(stand, fleet, part)));
  const byHeard = { field: 'lastMessageAt', desc: true };
  return [
    listed('first page', () => ({})),
    listed('deep page by name (25 to 99 %)', (n) => ({ cursor: pick(pages, n).name })),
    listed('first page, last message', () => ({ sort: byHeard })),
    listed('deep page, last message', (n) => ({ sort: byHeard, cursor: pick(pages, n).heard })),
    listed('never heard first', () => ({ sort: { ...byHeard, desc: false } })),
    ...['createdAt', 'identifier', 'type', 'project'].map((field) =>
      listed(`sort by ${field}`, (n) => ({ sort: { field, desc: n % 2 === 1 } })),
    ),
  ];
}

async function searches(stand: Stand, fleet: Fleet, listed: Listed): Promise<Case[]> {
  const some = await someDevices(stand, fleet);
  const sims = await stand.sql<{ iccid: string }[]>`
    select iccid from sims where customer_id = ${fleet.customerId} and device_id is not null order by id limit 40`;
  const iccidOf = (n: number) => pick(sims, n).iccid;
  const euiOf = (n: number) => pick(some, n).identifier;
  const common = (n: number) => pick(['sensor', 'street', 'Water', 'harbour st', 'ti'], n);
  const number = (n: number) => pick(some, n).name.split(' ').at(-1) as string;
  const byHeard = { field: 'lastMessageAt', desc: true };
  return [
    listed('search a common word', (n) => ({ q: common(n) })),
    listed('search three letters', (n) => ({ q: pick(['ter', 'sen', 'eet', '005', 'arb'], n) })),
    listed('search two letters', (n) => ({ q: pick(['te', 'zz', 'wa', '9f'], n) })),
    listed('search a rare part of a name', (n) => ({ q: number(n) })),
    listed('search a word of one in a hundred', (n) => ({
      q: pick(['meter harbour', 'tilt sensor lake'], n),
    })),
    listed('search a word at the end of the order', () => ({ q: 'water meter' })),
    listed('search what is nowhere', (n) => ({ q: pick(['zebra', 'kangaroo', 'qqq'], n) })),
    listed('search a whole DevEUI', (n) => ({ q: euiOf(n) })),
    listed('search a DevEUI with separators', (n) => ({ q: dash(euiOf(n)) })),
    listed('search a part of a DevEUI', (n) => ({ q: dash(euiOf(n).slice(7, 13)) })),
    listed('search four digits of a DevEUI', (n) => ({ q: euiOf(n).slice(9, 13) })),
    listed('search the ICCID of a device', (n) => ({ q: n % 2 ? dash(iccidOf(n)) : iccidOf(n) })),
    listed('identifier is an ICCID', (n) => ({ filters: [filter('identifier', 'is', iccidOf(n))] })),
    listed('identifier starts with what all have', () => ({
      filters: [filter('identifier', 'starts', '0059')],
    })),
    listed('identifier contains digits of an ICCID', (n) => ({
      filters: [filter('identifier', 'contains', iccidOf(n).slice(-7))],
    })),
    listed('identifier contains two digits', () => ({ filters: [filter('identifier', 'contains', 'f7')] })),
    listed('search a common word, last message', (n) => ({ q: common(n), sort: byHeard })),
    listed('search one in a hundred, last message', () => ({ q: 'tilt sensor lake', sort: byHeard })),
    listed('search a rare part, last message', (n) => ({ q: number(n), sort: byHeard })),
    listed('name contains + type + status', (n) => ({
      filters: [
        filter('name', 'contains', 'harbour'),
        filter('type', 'is', pick(fleet.types, n)),
        filter('status', 'is', 'ACTIVE'),
      ],
    })),
  ];
}

function filters(fleet: Fleet, listed: Listed): Case[] {
  const byHeard = { field: 'lastMessageAt', desc: true };
  const project = (n: number) => filter('project', 'is', pick(fleet.projects, n));
  const active = filter('processing', 'in', ['active']);
  const only = (name: string, ...of: TableFilter[]) => listed(name, () => ({ filters: of }));
  return [
    listed('status + project + last seen this hour', (n) => ({
      filters: [active, project(n), filter('lastMessageAt', 'gte', ago(HOUR))],
    })),
    listed('status + project + silent for a day', (n) => ({
      filters: [active, project(n), filter('lastMessageAt', 'lt', ago(DAY))],
    })),
    listed('the same by last message', (n) => ({
      sort: byHeard,
      filters: [filter('status', 'is', 'ACTIVE'), project(n), filter('lastMessageAt', 'lt', ago(DAY))],
    })),
    listed('a project by last message', (n) => ({ sort: byHeard, filters: [project(n)] })),
    listed('last seen within a minute', () => ({ filters: [filter('lastMessageAt', 'gte', ago(60_000))] })),
    only('deactivated', filter('processing', 'is', 'deactivated')),
    only('not linked', filter('processing', 'is', 'not-linked')),
    only('connectivity failed', filter('connectivity', 'is', 'FAILED')),
    only('connectivity active', filter('connectivity', 'is', 'ACTIVE')),
    only('silent (health)', filter('activity', 'is', 'silent')),
    only('late (health)', filter('activity', 'is', 'late')),
    only('online (health)', filter('activity', 'is', 'online')),
    only('never heard (health)', filter('activity', 'is', 'never')),
    listed('of one flow', (n) => ({ filters: [filter('flow', 'in', [pick(fleet.flows, n)])] })),
    listed('of one flow by last message', (n) => ({
      sort: byHeard,
      filters: [filter('flow', 'in', [pick(fleet.flows, n)])],
    })),
    listed('of one type', (n) => ({ filters: [filter('type', 'in', [pick(fleet.types, n)])] })),
    listed('a common tag', (n) => ({ filters: [filter('tags', 'in', [`tag-${n % 12}`])] })),
    only('a rare tag', filter('tags', 'in', ['rare'])),
    only('without a tag', filter('tags', 'empty')),
    only('with a tag', filter('tags', 'filled')),
    only('on the network of most', filter('network', 'in', ['lora'])),
    only('on the network of few', filter('network', 'in', ['cellular'])),
    only('on the network of none', filter('network', 'in', ['generic'])),
    listed('barcode is', (n) => ({ filters: [filter('barcode', 'is', n % 2 ? 'BC000000042' : 'nobody')] })),
    only('without a barcode', filter('barcode', 'empty')),
    only('weak signal', filter('signal', 'lt', '-118')),
    listed('made on a day a year ago', () => ({
      filters: [filter('createdAt', 'between', [ago(366 * DAY), ago(365 * DAY)])],
    })),
  ];
}

function twinCases(listed: Listed): Case[] {
  const lowest = { field: 'twin:batteryVoltage', desc: false };
  return [
    listed('reported value, one in ten', () => ({ filters: [filter('twin:humidity', 'lt', '10')] })),
    listed('reported value, very rare', () => ({
      filters: [filter('twin:batteryVoltage', 'lt', '3.01'), filter('twin:humidity', 'gt', '98')],
    })),
    listed('reported value, nowhere', () => ({ filters: [filter('twin:batteryVoltage', 'lt', '1')] })),
    listed('reported value shown', () => ({ with: ['twin:temperature', 'twin:batteryVoltage'] })),
    listed('order by a reported value, 5,000 matches at most', () => ({
      sort: lowest,
      filters: [filter('connectivity', 'is', 'FAILED')],
    })),
  ];
}

/** A cursor as the table would hand it out that far into the list. */
async function pageAt({ sql }: Stand, fleet: Fleet, part: number): Promise<{ name: string; heard: string }> {
  const at = Math.floor(fleet.devices * part);
  const [byName] =
    await sql`select name, id from devices where customer_id = ${fleet.customerId} order by name, id offset ${at} limit 1`;
  const [byHeard] =
    await sql`select coalesce(last_message_at, 'epoch') as at, device_id as id from device_activity
    where customer_id = ${fleet.customerId} order by 1 desc, 2 desc offset ${at} limit 1`;
  return {
    name: cursor('name,id', byName?.name, byName?.id),
    heard: cursor('-lastMessageAt,-id', byHeard?.at.toISOString(), byHeard?.id),
  };
}

export const cursor = (order: string, ...values: (string | undefined)[]) =>
  Buffer.from(JSON.stringify([order, 'n', ...values])).toString('base64url');
