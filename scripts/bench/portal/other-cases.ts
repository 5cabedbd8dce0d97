import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { getDeviceHead, listDeviceRows } from '#server/devices/list-device-rows.ts';
import { listDevices } from '#server/devices/read-devices.ts';
import { searchDevices as searchApi } from '#server/devices/search-devices.ts';
import { listLoraDevices } from '#server/lora-registrations/read-registrations.ts';
import { searchThings } from '#server/search/search-things.ts';
import { listFreeSims } from '#server/sims/list-free-sims.ts';
import { listSims } from '#server/sims/read-sims.ts';
import type { Stand } from '../../load/stand.ts';
import {
  ago,
  asked,
  type Case,
  cursor,
  DAY,
  dash,
  filter,
  found,
  listCase,
  pick,
  someDevices,
} from './device-cases.ts';
import { type Fleet, fleetOf } from './fleet.ts';

/** What else reads the same million: pages of a device, networks, global search, the API, customers that are small. */
export async function otherCases(stand: Stand, fleet: Fleet, actor: Actor): Promise<Case[]> {
  return [
    ...(await pagesOfDevices(stand, fleet, actor)),
    ...(await loraCases(stand, fleet, actor)),
    ...(await simCases(stand, fleet, actor)),
    ...(await apiCases(fleet, actor)),
    ...(await smallCases(stand)),
  ];
}

async function pagesOfDevices(stand: Stand, fleet: Fleet, actor: Actor): Promise<Case[]> {
  const some = await someDevices(stand, fleet);
  const busy = await stand.sql<
    { id: string }[]
  >`select id from devices where customer_id = ${fleet.customerId} and barcode < 'BC000000061' order by barcode`;
  const number = (n: number) => pick(some, n).name.split(' ').at(-1) as string;
  const [binding] = await stand.sql<
    { join_eui: string }[]
  >`select join_eui from lora_bindings where customer_id = ${fleet.customerId} limit 1`;
  const joinEui = binding?.join_eui as string;
  const search = (name: string, wordOf: (n: number) => string): Case => ({
    name: `global search, ${name}`,
    ask: async (n) => `${(await searchThings(actor, { q: wordOf(n) })).length}`,
  });
  return [
    {
      name: 'page of a device',
      ask: async (n) => `${(await getDeviceHead(actor, pick(busy, n))).day.slots.length}`,
    },
    { name: 'list with days', ask: async () => found(await listDeviceRows(actor, asked({}))) },
    search('a DevEUI or a number', (n) => (n % 2 ? dash(pick(some, n).identifier) : number(n))),
    search('a common word', (n) => pick(['sensor', 'street', 'water'], n)),
    search('three letters', (n) => pick(['ter', 'sen', 'arb', '005'], n)),
    search('what is nowhere', (n) => pick(['zebra', 'qqq', 'kangaroo'], n)),
    search('two letters', (n) => pick(['zz', 'wa', '9f'], n)),
    search('the id of a device', (n) => pick(some, n).id),
    search('an AppEUI', () => joinEui),
    search('digits of a SIM', (n) => pick(['893100', '31970012', '4711', '123456'], n)),
  ];
}

async function loraCases(stand: Stand, fleet: Fleet, actor: Actor): Promise<Case[]> {
  const listed = (name: string, queryOf: (n: number) => Partial<TableQuery>) =>
    listCase(`LoRa: ${name}`, (query) => listLoraDevices(actor, query), queryOf);
  const connections = await stand.sql<
    { id: string }[]
  >`select id from lora_connections where customer_id = ${fleet.customerId} order by name`;
  const [deep] = await stand.sql`select identifier, device_id from network_adapters
    where customer_id = ${fleet.customerId} and network = 'lora' order by identifier offset ${Math.floor(fleet.devices * 0.7)} limit 1`;
  const only = (
    name: string,
    field: string,
    op: Parameters<typeof filter>[1],
    value: string | string[] = '',
  ) => listed(name, () => ({ filters: [filter(field, op, value)] }));
  return [
    listed('first page', () => ({})),
    listed('deep page', () => ({ cursor: cursor('devEui,id', deep?.identifier, deep?.device_id) })),
    ...['device', 'lastMessageAt'].map((field) =>
      listed(`sort by ${field}`, (n) => ({ sort: { field, desc: n % 2 === 1 } })),
    ),
    listed('search a common word', (n) => ({ q: pick(['sensor', 'Water', 'ter'], n) })),
    listed('search what is nowhere', () => ({ q: 'zebra' })),
    only('failed', 'status', 'is', 'FAILED'),
    only('pending or failed', 'status', 'in', ['PENDING_CREATE', 'FAILED']),
    only('active', 'status', 'is', 'ACTIVE'),
    listed('of a connection', (n) => ({ filters: [filter('connection', 'is', pick(connections, n).id)] })),
    only('of a plan', 'plan', 'is', 'located'),
    only('with geolocation', 'geolocation', 'is', 'with'),
    only('a reason', 'reason', 'contains', 'exists'),
    only('an AppEUI that nobody has', 'joinEui', 'is', '0000000000000001'),
    only('a part of an AppEUI', 'joinEui', 'contains', '0059'),
    listed('silent for a day', () => ({ filters: [filter('lastMessageAt', 'lt', ago(DAY))] })),
    listed('of a project, failed', (n) => ({
      filters: [filter('status', 'is', 'FAILED'), filter('project', 'is', pick(fleet.projects, n))],
    })),
  ];
}

const SIM_SORTS =
  'iccid msisdn device status communicationPlan ratePlan account cycleBytes lastMessageAt activatedAt syncedAt';

async function simCases(stand: Stand, fleet: Fleet, actor: Actor): Promise<Case[]> {
  const listed = (name: string, queryOf: (n: number) => Partial<TableQuery>) =>
    listCase(`SIMs: ${name}`, (query) => listSims(actor, query), queryOf);
  const [deep] = await stand.sql`select iccid, id from sims where customer_id = ${fleet.customerId}
    order by iccid offset (select count(*) * 9 / 10 from sims where customer_id = ${fleet.customerId}) limit 1`;
  const only = (
    name: string,
    field: string,
    op: Parameters<typeof filter>[1],
    value: string | string[] = '',
  ) => listed(name, () => ({ filters: [filter(field, op, value)] }));
  return [
    listed('deep page', () => ({ cursor: cursor('iccid,id', deep?.iccid, deep?.id) })),
    ...SIM_SORTS.split(' ').map((field) =>
      listed(`sort by ${field}`, (n) => ({ sort: { field, desc: n % 2 === 1 } })),
    ),
    {
      name: 'SIMs: free ones to choose from',
      ask: async (n) =>
        `${(await listFreeSims(actor, { q: pick(['', '4711', '8931000'], n), limit: 4 })).items.length}`,
    },
    listed('search a part of a number', (n) => ({ q: pick(['8931000', '47 11', '4711'], n) })),
    listed('search a device', (n) => ({ q: pick(['pump', 'harbour'], n) })),
    listed('search what is nowhere', (n) => ({ q: pick(['zebra', '777777777'], n) })),
    only('ready', 'status', 'is', 'ACTIVATION_READY'),
    only('of a plan', 'communicationPlan', 'is', 'CP 3'),
    only('much used', 'cycleBytes', 'gt', '49990000'),
    only('on the way or refused', 'change', 'in', ['pending', 'failed']),
    only('not in a device', 'deviceId', 'empty'),
    listed('of a project', (n) => ({ filters: [filter('project', 'is', pick(fleet.projects, n))] })),
    listed('silent for a day', () => ({ filters: [filter('lastMessageAt', 'lt', ago(DAY))] })),
  ];
}

async function apiCases(fleet: Fleet, actor: Actor): Promise<Case[]> {
  type Query = Parameters<typeof searchApi>[1];
  const listed = (name: string, queryOf: (n: number) => Partial<Query>): Case => ({
    name: `API: ${name}`,
    ask: async (n) => `${(await searchApi(actor, { limit: 50, ...queryOf(n) })).items.length}`,
  });
  return [
    ...['createdAt', 'name', 'modifiedAt', 'id', 'createdAt,-name'].map((sort) =>
      listed(`sort by ${sort}`, () => ({ sort })),
    ),
    listed('search a common word', () => ({ q: 'sensor' })),
    listed('search a number', (n) => ({ q: `street ${12_345 + n}` })),
    listed('search what is nowhere', () => ({ q: 'zebra' })),
    listed('barcode', (n) => ({ barcode: `BC0000${String(12_345 + n)}` })),
    listed('of a project', (n) => ({ projectId: pick(fleet.projects, n) })),
    listed('of a type', (n) => ({ deviceSpecificationId: [pick(fleet.types, n)] })),
    listed('changed since a minute', () => ({ modifiedSince: ago(60_000) })),
    listed('made since an hour', () => ({ createdSince: ago(3_600_000) })),
  ];
}

/** Others beside the large one: what the planner knows of it must not slow them, nor must they see it. */
async function smallCases(stand: Stand): Promise<Case[]> {
  const made: Case[] = [];
  for (const [n, size] of [
    [1, 'middling'],
    [49, 'small'],
  ] as const) {
    const fleet = await fleetOf(stand.sql, n);
    const actor = systemActor(fleet.customerId);
    const listed = (name: string, queryOf: (n: number) => Partial<TableQuery>): Case => ({
      name: `${size} customer (${fleet.devices}): ${name}`,
      ask: async (at) => found(await listDevices(actor, asked(queryOf(at)))),
    });
    made.push(
      listed('first page', () => ({})),
      listed('by last message', () => ({ sort: { field: 'lastMessageAt', desc: true } })),
      listed('search a common word', () => ({ q: 'sensor' })),
      listed('search what is nowhere', () => ({ q: 'zebra' })),
      listed('status + project + silent for a day', (at) => ({
        filters: [
          filter('processing', 'is', 'active'),
          filter('project', 'is', pick(fleet.projects, at)),
          filter('lastMessageAt', 'lt', ago(DAY)),
        ],
      })),
      listed('silent', () => ({ filters: [filter('activity', 'is', 'silent')] })),
      listed('of one flow', (at) => ({ filters: [filter('flow', 'is', pick(fleet.flows, at))] })),
    );
  }
  return made;
}
