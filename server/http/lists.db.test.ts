import { beforeAll, describe, expect, it } from 'vitest';
import {
  emptyTableQuery,
  type FilterOp,
  type TablePage,
  type TableQuery,
} from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { listAlerts } from '#server/alerts/read-alerts.ts';
import { listAudit } from '#server/audit/read-audit.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { listDeliveries } from '#server/deliveries/read-deliveries.ts';
import { listDestinations } from '#server/destinations/read-destinations.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { listDeviceHistory } from '#server/devices/list-history.ts';
import { listDevices } from '#server/devices/read-devices.ts';
import { searchDevices } from '#server/devices/search-devices.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { listFlows } from '#server/flows/read-flows.ts';
import { listMails } from '#server/mails/read-mails.ts';
import { DomainError } from '#server/platform/errors.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { listProjectRows } from '#server/projects/read-projects.ts';
import { onlineState } from '#server/twins/rules.ts';
import { listUplinks } from '#server/uplinks/read-uplinks.ts';

const database = useTestDatabase();
let a: Tenant;

/** Names of which several are equal, so that the id has to order them. */
const NAMES = ['pump', 'Pump', 'pump', 'Ähre', 'zebra', 'pump', 'a%b', 'a_b', 'Äpfel', 'pump'];

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  for (const name of NAMES) {
    await createDevice(a.system, {
      projectId: a.ids.project,
      deviceTypeId: a.ids.deviceType,
      name,
      description: null,
      barcode: null,
      tags: [name],
      flowIds: [],
    });
    await createFlow(a.system, { projectId: a.ids.project, name, description: null });
    await createProject(a.system, { name, description: null });
  }
  // Of one moment, so that the id has to order them.
  await database.sql`
    insert into alerts (customer_id, device_id, kind, status, since_at, opened_at, resolved_at, resolution, incident_id)
    select customer_id, ${a.ids.device}, 'late', 'resolved', '2026-01-01', '2026-01-01', '2026-01-02', 'heard', id
    from alerts, generate_series(1, 7) where kind = 'incident' and customer_id = ${a.customerId}`;
});

type List = (actor: Actor, query: TableQuery) => Promise<TablePage<{ id: string | number }>>;
type Kind = 'text' | 'choice' | 'labels' | 'id' | 'number' | 'date' | 'value';

const LISTS: Record<string, { list: List; sorts: string[]; fields: Record<string, Kind> }> = {
  devices: {
    list: listDevices,
    sorts: ['name', 'createdAt', 'lastMessageAt', 'identifier', 'type', 'project', 'twin:temperature'],
    fields: {
      name: 'text',
      identifier: 'text',
      barcode: 'text',
      status: 'choice',
      processing: 'choice',
      project: 'id',
      type: 'id',
      connectivity: 'choice',
      activity: 'choice',
      lastMessageAt: 'date',
      createdAt: 'date',
      signal: 'number',
      network: 'choice',
      tags: 'labels',
      id: 'id',
      flow: 'id',
      'twin:temperature': 'value',
    },
  },
  flows: {
    list: listFlows,
    sorts: ['name', 'createdAt'],
    fields: {
      name: 'text',
      project: 'id',
      devices: 'number',
      destinations: 'number',
      createdAt: 'date',
      destination: 'id',
    },
  },
  projects: {
    list: listProjectRows,
    sorts: ['name', 'createdAt'],
    fields: {
      name: 'text',
      subscription: 'choice',
      devices: 'number',
      flows: 'number',
      destinations: 'number',
      createdAt: 'date',
    },
  },
  destinations: {
    list: listDestinations,
    sorts: ['name', 'createdAt'],
    fields: {
      id: 'id',
      name: 'text',
      kind: 'choice',
      status: 'choice',
      createdAt: 'date',
      flow: 'id',
      project: 'id',
    },
  },
  deliveries: {
    list: (actor, query) => listDeliveries(actor, { query }),
    sorts: ['at'],
    fields: {
      state: 'choice',
      destination: 'id',
      device: 'id',
      flow: 'id',
      at: 'date',
      receivedAt: 'date',
      statusCode: 'number',
      attempts: 'number',
      durationMs: 'number',
    },
  },
  uplinks: {
    list: (actor, query) => listUplinks(actor, { deviceId: a.ids.device, query }),
    sorts: ['receivedAt'],
    fields: {
      kind: 'choice',
      receivedAt: 'date',
      occurredAt: 'date',
      fPort: 'number',
      fCntUp: 'number',
      signal: 'number',
      spreadingFactor: 'number',
      failures: 'number',
    },
  },
  history: {
    list: (actor, query) => listDeviceHistory(actor, { id: a.ids.device, query }),
    sorts: ['at'],
    fields: { at: 'date', operation: 'choice', actor: 'text', actorKind: 'choice', via: 'choice' },
  },
  audit: {
    list: listAudit,
    sorts: ['at'],
    fields: {
      at: 'date',
      operation: 'choice',
      objectKind: 'choice',
      objectId: 'text',
      objectName: 'text',
      actor: 'text',
      actorKind: 'choice',
      via: 'choice',
      address: 'text',
    },
  },
  alerts: {
    list: listAlerts,
    sorts: ['standing', 'since'],
    fields: {
      id: 'id',
      kind: 'choice',
      status: 'choice',
      device: 'text',
      deviceId: 'id',
      type: 'id',
      project: 'id',
      incident: 'id',
      partOfIncident: 'choice',
      acknowledged: 'choice',
      muted: 'choice',
      since: 'date',
      openedAt: 'date',
      heardAt: 'date',
      resolvedAt: 'date',
    },
  },
  mails: {
    list: listMails,
    sorts: ['createdAt'],
    fields: { state: 'choice', recipient: 'text', subject: 'text', createdAt: 'date', sentAt: 'date' },
  },
};

const OPS: Record<Kind, FilterOp[]> = {
  text: ['is', 'not', 'contains', 'starts', 'in', 'empty', 'filled'],
  choice: ['is', 'not', 'in'],
  labels: ['is', 'not', 'in', 'empty', 'filled'],
  id: ['is', 'not', 'in', 'empty', 'filled'],
  number: ['is', 'not', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
  date: ['lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
  value: ['is', 'not', 'contains', 'starts', 'in', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
};
const VALUE: Record<Kind, string> = {
  text: 'pump',
  choice: 'lora',
  labels: 'pump',
  id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  number: '7',
  date: '2026-01-01',
  value: '7',
};

describe.each(Object.entries(LISTS))('the list of %s', (_, { list, sorts, fields }) => {
  it('answers every filter with every operator that it offers, and each filter parts the whole in two', async () => {
    const whole = (await list(a.system, emptyTableQuery)).total;
    for (const [field, kind] of Object.entries(fields)) {
      const totals = new Map<FilterOp, number>();
      for (const op of OPS[kind]) {
        const value = op === 'in' ? [VALUE[kind]] : op === 'between' ? [VALUE[kind], ''] : VALUE[kind];
        totals.set(op, (await list(a.system, { ...emptyTableQuery, filters: [{ field, op, value }] })).total);
      }
      if (totals.has('not')) expect((totals.get('is') ?? 0) + (totals.get('not') ?? 0), field).toBe(whole);
      if (totals.has('empty'))
        expect((totals.get('empty') ?? 0) + (totals.get('filled') ?? 0), field).toBe(whole);
    }
  });

  it.each(
    sorts.flatMap((field) => [
      { field, desc: false },
      { field, desc: true },
    ]),
  )('goes through all of it forwards and back, by %o', async (sort) => {
    const all = await list(a.system, { filters: [], sort, limit: 200 });
    expect(all.rows).toHaveLength(all.total);
    const ids = all.rows.map((row) => row.id);
    const forward: (string | number)[] = [];
    let page = await list(a.system, { filters: [], sort, limit: 3 });
    for (;;) {
      forward.push(...page.rows.map((row) => row.id));
      if (!page.next) break;
      page = await list(a.system, { filters: [], sort, limit: 3, cursor: page.next });
    }
    expect(forward).toEqual(ids);
    const back: (string | number)[] = page.rows.map((row) => row.id);
    while (page.prev) {
      page = await list(a.system, { filters: [], sort, limit: 3, cursor: page.prev });
      back.unshift(...page.rows.map((row) => row.id));
    }
    expect(back).toEqual(ids);
  });

  it('refuses what it does not offer, and cursors that are not its own', async () => {
    const refused = async (query: Partial<TableQuery>) => {
      const error = await list(a.system, { ...emptyTableQuery, ...query }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(DomainError);
      return (error as DomainError).kind;
    };
    const [sort] = sorts;
    const forged = (key: unknown, id: unknown) =>
      Buffer.from(JSON.stringify([`${sort},id`, 'n', key, id])).toString('base64url');
    const order = { field: sort as string, desc: false };
    expect(await refused({ filters: [{ field: 'colour', op: 'is', value: 'red' }] })).toBe('invalid');
    expect(await refused({ sort: { field: 'colour', desc: false } })).toBe('invalid');
    for (const cursor of [
      'AAAA',
      '',
      forged("x'; drop table devices; --", 'y'),
      forged({}, []),
      forged(null, null),
    ])
      expect(await refused({ cursor, sort: order })).toBe('invalid');
  });
});

describe('searching devices', () => {
  const search = async (q: string) => (await listDevices(a.system, { ...emptyTableQuery, q })).total;

  it('finds identifiers however they are pasted, and takes wildcards literally', async () => {
    const dashes = a.devEui.match(/../g)?.join('-').toLowerCase() ?? '';
    expect(await search(dashes)).toBe(1);
    expect(await search(a.devEui.slice(4, 12))).toBe(1);
    expect(await search('PUMP')).toBe(5);
    expect(await search('a%b')).toBe(1);
    expect(await search('a_b')).toBe(1);
    expect(await search('%')).toBe(1);
  });

  it('filters activity as the rule decides it', async () => {
    const now = Date.now();
    for (const seconds of [0, 60, 1_300, 1_441, 2_000, 3_599, 3_700, 100_000]) {
      await database.sql`update device_activity set last_message_at = ${new Date(now - seconds * 1000)} where device_id = ${a.ids.device}`;
      const state = onlineState({
        lastMessageAt: new Date(now - seconds * 1000),
        intervalSeconds: null,
        expectedIntervalSeconds: 600,
        now: new Date(),
      });
      const { rows } = await listDevices(a.system, {
        ...emptyTableQuery,
        filters: [{ field: 'activity', op: 'is', value: state }],
      });
      expect(
        rows.map((row) => [row.id, row.activity]),
        String(seconds),
      ).toEqual([[a.ids.device, state]]);
    }
  });
});

describe('a list of the API', () => {
  const ids = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id);
  const search = (sort: string | undefined, limit: number, cursor?: string) =>
    searchDevices(a.system, { sort, limit, cursor });

  it.each([undefined, 'id', 'name', '-name', 'name,-createdAt', '-name,createdAt,-id', '-modifiedAt,name'])(
    'goes through all of it forwards and back, by %s',
    async (sort) => {
      const whole = ids(await search(sort, 200));
      expect(new Set(whole).size).toBe(NAMES.length + 1);
      let page = await search(sort, 3);
      const forward = ids(page);
      while (page.next) {
        page = await search(sort, 3, page.next);
        forward.push(...ids(page));
      }
      expect(forward).toEqual(whole);
      const back = ids(page);
      while (page.prev) {
        page = await search(sort, 3, page.prev);
        back.unshift(...ids(page));
      }
      expect(back).toEqual(whole);
    },
  );

  it('orders each field in its own direction', async () => {
    const { items } = await search('name,-createdAt', 200);
    const pumps = items.filter(({ name }) => name === 'pump');
    expect(pumps).toHaveLength(4);
    const times = pumps.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual([...times].sort((x, y) => y - x));
  });

  it.each([
    ['a field twice', 'name,-name'],
    ['a field that it does not know', 'colour'],
    ['what an object inherits', 'constructor'],
  ])('refuses %s', async (_, sort) => {
    await expect(search(sort, 3)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('refuses a cursor of another order', async () => {
    const { next } = await search('name', 3);
    await expect(search('-name', 3, next as string)).rejects.toMatchObject({ code: 'input.bad-cursor' });
  });
});
