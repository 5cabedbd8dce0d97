import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import type { ConnectionApi } from '#server/lora-networks/contract.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { getConnection, listConnections } from '#server/lora-networks/read-connections.ts';
import { setConnectionApi } from '#server/lora-networks/set-connection-api.ts';
import { deleteConnection, updateConnection } from '#server/lora-networks/update-connection.ts';
import { searchThings } from '#server/search/search-things.ts';
import { getLoraDevice, listLoraDevices, listRegistrationTargets } from './read-registrations.ts';
import {
  api,
  connectionId,
  database,
  fresh,
  later,
  newDevice,
  other,
  scene,
  tenant,
  there,
  wish,
  work,
} from './registration-scene.fixture.ts';

const operator = systemActor(PLATFORM_CUSTOMER_ID, 'Operator');
let globalId: string;
let secret: string;
const globalApi = (more: object = {}) => api({}, { id: globalId, ...more }) as ConnectionApi;

beforeEach(async () => {
  const made = await createConnection(operator, { name: 'National network', provider: 'chirpstack' });
  ({ id: globalId, secret } = made);
  await setConnectionApi(operator, globalApi());
  await updateConnection(tenant.system, { id: connectionId, status: 'disabled' });
});

const byDefault = { kind: 'register' } as const;
const of = (one: typeof tenant, id: string) => getLoraDevice(one.system, { id });

/** A device of each of two customers, registered through the global connection. */
async function both() {
  const [mine, theirs] = [await newDevice(), await newDevice({}, other)];
  await wish(mine.id, byDefault, tenant);
  await wish(theirs.id, byDefault, other);
  return { mine, theirs };
}

describe('a connection of the platform', () => {
  it('is what devices go through where there is no own one; an own one comes first', async () => {
    const { mine } = await both();
    expect(await of(tenant, mine.id)).toMatchObject({
      status: 'PENDING_CREATE',
      connection: { id: globalId, name: 'National network', provider: 'chirpstack' },
      plan: { id: 'standard', name: 'Standard' },
    });
    await updateConnection(tenant.system, { id: connectionId, status: 'active' });
    expect((await listRegistrationTargets(tenant.system)).map(({ id, isGlobal }) => [id, isGlobal])).toEqual([
      [connectionId, false],
      [globalId, true],
    ]);
    const next = await newDevice();
    await wish(next.id, byDefault, tenant);
    expect((await of(tenant, next.id)).connection?.id).toBe(connectionId);
  });

  it('brings each customer’s devices to one server, and shows nobody another’s', async () => {
    const { mine, theirs } = await both();
    await work();
    for (const device of [mine, theirs]) expect(there(device)).toMatchObject({ isDisabled: false });
    expect(await of(tenant, mine.id)).toMatchObject({ status: 'ACTIVE', failure: null });
    expect(await of(other, theirs.id)).toMatchObject({ status: 'ACTIVE', failure: null });
    await expect(of(tenant, theirs.id)).rejects.toMatchObject({ kind: 'not-found' });
    const filters = [{ field: 'connection', op: 'is', value: globalId }];
    for (const [one, device] of [
      [tenant, mine],
      [other, theirs],
    ] as const) {
      const page = await listLoraDevices(one.system, { filters, limit: 50 } as never);
      expect(page.rows.map(({ id }) => id)).toEqual([device.id]);
    }
    const counted = async (reader = tenant.system) =>
      (await getConnection(reader, { id: globalId })).registered.total;
    expect([await counted(), await counted(other.system), await counted(operator)]).toEqual([1, 1, 2]);
    expect((await listLoraDevices(operator, { filters: [], limit: 50 } as never)).rows).toEqual([]);
  });

  it('shows its users its name, state and plans, and nothing of how it gets in or what comes in', async () => {
    await database.sql`update lora_connections set last_message_at = now() where id = ${globalId}`;
    await database.sql`insert into refusals (customer_id, connection_id, hour, reason, count, last_at, last_detail)
      values (${PLATFORM_CUSTOMER_ID}, ${globalId}, date_trunc('hour', now()), 'unknown-device', 3, now(), 'DevEUI A81758FFFE000001')`;
    await database.sql`insert into unknown_devices (customer_id, connection_id, network, identifier, count, first_seen_at, last_seen_at)
      values (${PLATFORM_CUSTOMER_ID}, ${globalId}, 'lora', 'A81758FFFE000001', 3, now(), now())`;
    const detail = await getConnection(tenant.system, { id: globalId });
    expect(detail).toMatchObject({
      name: 'National network',
      state: 'active',
      isGlobal: true,
      isOwn: false,
      plans: [
        { id: 'standard', name: 'Standard', geolocation: false },
        { id: 'geo', name: 'With geolocation', geolocation: true },
      ],
      lastMessageAt: null,
      refusedLastHour: null,
      unknownDevices: null,
      inside: null,
    });
    const listed = (await listConnections(tenant.system)).filter(({ id }) => id === globalId);
    expect(listed).toHaveLength(1);
    const found = await searchThings(tenant.system, { q: 'National' });
    expect(found).toContainEqual({
      kind: 'connection',
      id: globalId,
      name: 'National network',
      detail: 'chirpstack',
    });
    const read = JSON.stringify([detail, listed, found, await listRegistrationTargets(tenant.system)]);
    const { address, applicationId } = scene.config.settings as { address: string; applicationId: string };
    const hidden = [
      secret,
      address,
      applicationId,
      scene.profiles.standard,
      scene.profiles.geo,
      'A81758FFFE000001',
    ];
    for (const part of hidden) expect(read).not.toContain(part);
    const own = JSON.stringify(await getConnection(operator, { id: globalId }));
    for (const part of hidden.slice(1)) expect(own).toContain(part);
    expect(own).toContain(`/ingestion/lora/${globalId}`);
    expect(own).not.toContain(secret);
  });
});

describe('what does not go well there', () => {
  it('is told to each customer without the operator’s words, and mended for all by better settings', async () => {
    await setConnectionApi(operator, globalApi({ secrets: { apiKey: 'mistyped' } }));
    const { mine, theirs } = await both();
    await work();
    for (const [one, { id }] of [
      [tenant, mine],
      [other, theirs],
    ] as const)
      expect(await of(one, id)).toMatchObject({
        status: 'FAILED',
        failure: { code: 'lora-network.key-refused', of: 'connection', reason: '' },
      });
    expect((await getConnection(operator, { id: globalId })).registered).toEqual({
      total: 2,
      pending: 0,
      failed: 2,
    });
    await setConnectionApi(operator, globalApi());
    expect((await of(other, theirs.id)).status).toBe('PENDING_CREATE');
    await work();
    expect((await of(tenant, mine.id)).status).toBe('ACTIVE');
    expect((await of(other, theirs.id)).status).toBe('ACTIVE');
  });

  it('says of a DevEUI that is elsewhere on the server no more than that', async () => {
    const { mine } = await both();
    scene.fake.foreign.add(mine.devEui.toLowerCase());
    await work();
    expect((await of(tenant, mine.id)).failure).toMatchObject({
      code: 'lora-network.identifier-in-use',
      reason: '',
    });
    await updateConnection(tenant.system, { id: connectionId, status: 'active' });
    const own = await newDevice();
    scene.fake.foreign.add(own.devEui.toLowerCase());
    await wish(own.id, byDefault, tenant);
    await work();
    expect((await of(tenant, own.id)).failure?.reason).toContain('already exists');
  });

  it('a DevEUI that goes from one customer to another is first taken off, then registered with the other’s keys', async () => {
    const { mine } = await both();
    await work();
    await deleteDevice(tenant.system, { id: mine.id });
    const again = await newDevice({ devEui: mine.devEui }, other);
    await wish(again.id, byDefault, other);
    scene.fake.always({ status: 503 });
    const registrar = fresh();
    await work(registrar);
    // The one before could not be taken off: the other's waits, and no try of it is counted.
    expect(await of(other, again.id)).toMatchObject({ status: 'PENDING_CREATE', work: { attempts: 0 } });
    scene.fake.always(null);
    later(60_000);
    await work(registrar);
    expect(await of(other, again.id)).toMatchObject({ status: 'ACTIVE' });
    expect(scene.fake.keys.get(mine.devEui.toLowerCase())).toBe(again.appKey.toLowerCase());
    const left =
      await database.sql`select customer_id from lora_registrations where dev_eui = ${mine.devEui}`;
    expect(left.map((row) => row.customer_id)).toEqual([other.customerId]);
  });

  it('one that its operator deletes leaves every device in the inventory, and says so in each customer’s audit log', async () => {
    const { mine, theirs } = await both();
    await work();
    await deleteConnection(operator, { id: globalId });
    expect(await of(tenant, mine.id)).toMatchObject({ status: 'INVENTORY', connection: null });
    expect(await of(other, theirs.id)).toMatchObject({ status: 'INVENTORY', connection: null });
    const rows =
      await database.sql`select customer_id, actor_kind, actor_name, object_name, before from audit_log
      where operation = 'lora-connections.delete' and object_id = ${globalId} order by customer_id = ${PLATFORM_CUSTOMER_ID}`;
    const before = { name: 'National network', provider: 'chirpstack', status: 'active' };
    const told = { object_name: 'National network', before };
    expect(rows).toEqual([
      ...[tenant, other]
        .map(({ customerId }) => customerId)
        .sort(
          (a, b) => rows.findIndex((r) => r.customer_id === a) - rows.findIndex((r) => r.customer_id === b),
        )
        .map((customer_id) => ({ customer_id, actor_kind: 'system', actor_name: 'Things Portal', ...told })),
      { customer_id: PLATFORM_CUSTOMER_ID, actor_kind: 'system', actor_name: 'Operator', ...told },
    ]);
  });
});

describe('the database closes it a second time', () => {
  type Sql = typeof database.sql;
  const as = async <T>(customerId: string | null, work: (tx: Sql) => Promise<T>): Promise<T> => {
    const result = await database.sql.begin(async (tx) => {
      await tx`set local role things_app`;
      if (customerId) await tx`select set_config('app.customer_id', ${customerId}, true)`;
      return work(tx as unknown as Sql);
    });
    return result as T;
  };
  const asTenant = <T>(work: (tx: Sql) => Promise<T>) => as(tenant.customerId, work);

  it('its row can be read by every customer, its secrets by none, and nothing of it be written', async () => {
    expect(await asTenant((tx) => tx`select name from lora_connections where id = ${globalId}`)).toHaveLength(
      1,
    );
    for (const table of ['lora_connection_access', 'refusals', 'unknown_devices'])
      expect(
        await asTenant((tx) => tx`select 1 from ${tx(table)} where connection_id = ${globalId}`),
      ).toEqual([]);
    for (const write of [
      `update lora_connections set name = 'Mine' where id = '${globalId}'`,
      `delete from lora_connections where id = '${globalId}'`,
      `update lora_connection_access set secret = 'mine' where connection_id = '${globalId}'`,
      `select 1 from lora_connections where id = '${globalId}' for update`,
    ])
      expect((await asTenant((tx) => tx.unsafe(write))).count).toBe(0);
    const planted = asTenant(
      (tx) =>
        tx`insert into lora_connections (customer_id, name, provider) values (${PLATFORM_CUSTOMER_ID}, 'x', 'simulated')`,
    );
    await expect(planted).rejects.toThrow(/row-level security/);
  });

  it('a registration goes through an own connection or the platform’s, never another customer’s', async () => {
    const device = await newDevice();
    const put = (owner: string, connection: string) =>
      asTenant(
        (tx) =>
          tx`insert into lora_registrations ${tx({ customer_id: tenant.customerId, connection_customer_id: owner, connection_id: connection, device_id: device.id, dev_eui: device.devEui, wish: 'ACTIVE', plan: 'standard' })}`,
      );
    await expect(put(other.customerId, other.ids.connection)).rejects.toThrow(/violates check constraint/);
    await expect(put(PLATFORM_CUSTOMER_ID, other.ids.connection)).rejects.toThrow(/foreign key/);
    await put(PLATFORM_CUSTOMER_ID, globalId);
  });

  it('what reaches over customers does so for the connection’s owner alone', async () => {
    const { mine, theirs } = await both();
    await database.sql`update lora_registrations set failure_of = 'connection', failure_code = 'x', failed_at = now(), next_at = null`;
    const state = () =>
      database.sql`select device_id, next_at, revision from lora_registrations order by device_id`;
    const before = await state();
    for (const who of [tenant.customerId, other.customerId, null]) {
      expect(await as(who, (tx) => tx`select * from count_registrations(${globalId})`)).toEqual([
        { total: 0, pending: 0, failed: 0 },
      ]);
      await as(who, (tx) => tx`select requeue_registrations(${globalId}), return_to_inventory(${globalId})`);
    }
    expect(await state()).toEqual(before);
    for (const role of ['things_access', 'things_pipeline'])
      for (const call of ['count_registrations', 'requeue_registrations', 'return_to_inventory'])
        expect(
          (
            await database.sql`select has_function_privilege(${role}, ${`${call}(uuid)`}, 'execute') as may`
          )[0]?.may,
        ).toBe(role === 'things_pipeline');
    expect(
      await as(PLATFORM_CUSTOMER_ID, (tx) => tx`select * from count_registrations(${globalId})`),
    ).toEqual([{ total: 2, pending: 0, failed: 2 }]);
    expect([mine, theirs]).toHaveLength(2);
  });

  it('of what was heard at the platform’s, a customer takes off the list what is its own by now, no more', async () => {
    const device = await newDevice();
    await database.sql`insert into unknown_devices (customer_id, connection_id, network, identifier, count, first_seen_at, last_seen_at)
      select ${PLATFORM_CUSTOMER_ID}, ${globalId}, 'lora', unnest(${[device.devEui, other.devEui, 'A81758FFFE000002']}::text[]), 1, now(), now()`;
    const all = [device.devEui, other.devEui, 'A81758FFFE000002'];
    await as(null, (tx) => tx`select no_longer_unknown('lora', ${all})`);
    await asTenant((tx) => tx`select no_longer_unknown('lora', ${all})`);
    const left = await database.sql`select identifier from unknown_devices where connection_id = ${globalId}`;
    expect(left.map((row) => row.identifier).sort()).toEqual([other.devEui, 'A81758FFFE000002'].sort());
  });
});

it('an unknown connection and a foreign one look the same to who wishes', async () => {
  const device = await newDevice();
  for (const id of [randomUUID(), other.ids.connection])
    await expect(wish(device.id, { kind: 'register', connectionId: id }, tenant)).rejects.toMatchObject({
      code: 'lora-registrations.no-connection',
    });
});
