import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { MOST_UNKNOWN } from '#server/lora-networks/contract.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import { senmlRequest } from '#server/pipeline/accept/signing-device.fixture.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { getCalls, getDoors } from './read-doors.ts';
import { claimCallers } from './repository.ts';

const database = useTestDatabase();
const operator = systemActor(PLATFORM_CUSTOMER_ID, 'Operator');
const IMEI = '490154203237518';
const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const M2M = '/ingestion/m2m/senml/v1';
const IP = '/ingestion/ip/senml/v1';
const now = new Date();
let a: Tenant;
let b: Tenant;
let typeId: string;
let acceptor: Acceptor;

beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  const [type] = await sql`
    insert into device_types (customer_id, slug, name, category, "group", networks)
    values (${PLATFORM_CUSTOMER_ID}, 'm2m', 'M2M', 'own', 'Sensors', '{cellular}') returning id`;
  typeId = type?.id;
  acceptor = new Acceptor({ changes: new ConfigurationChanges(), clock: { now: () => now } });
});

const say = (path: string, urn: string) =>
  acceptor.accept(senmlRequest(path, JSON.stringify([{ bn: urn, n: 'a', v: 1 }])));
async function doors() {
  await acceptor.sightings.flush();
  return getDoors(operator);
}

describe('a device that nobody has', () => {
  it('is told to the platform’s operator, by door and reason, and to nobody else', async () => {
    for (let n = 0; n < 3; n++) expect((await say(M2M, `urn:dev:IMEI:${IMEI}:`)).status).toBe(404);
    expect((await say(M2M, `urn:dev:DVNUUID:${UUID}:`)).status).toBe(404);
    const urn = parseDeviceUrn(`urn:dev:DVNUUID:${UUID}:`);
    if (urn.ok) expect(await acceptor.mqtt.authenticate(urn.value, Buffer.from('x'))).toBeNull();
    const { callers } = await doors();
    const shown = callers.map((one) => [one.identifier, one.network, one.door, one.reason, one.count]);
    expect(shown.sort()).toEqual([
      [UUID, 'generic', 'http', 'other-address', 1],
      [UUID, 'generic', 'mqtt', 'unknown-device', 1],
      [IMEI, 'cellular', 'http', 'unknown-device', 3],
    ]);
    await expect(getDoors(a.system)).rejects.toMatchObject({ kind: 'not-found' });
    for (const { scope } of [a.system, b.system])
      expect(await tenantTransaction(scope, (tx) => tx.execute('select from callers'))).toHaveLength(0);
  });

  it('is told to the customer who adds it, who alone may, and is no unknown one any more', async () => {
    await tenantTransaction(b.system.scope, (tx) => claimCallers(tx, 'cellular', [IMEI]));
    expect((await doors()).callers.map(({ identifier }) => identifier)).toContain(IMEI);
    const { id } = await createDevice(a.system, {
      projectId: a.ids.project,
      deviceTypeId: typeId,
      name: 'Tracker',
      description: null,
      barcode: null,
      tags: [],
      flowIds: [],
      cellular: { imei: IMEI },
    } as never);
    expect(await getCalls(a.system, { id })).toMatchObject({ count: 3, firstAt: now, lastAt: now });
    await expect(getCalls(b.system, { id })).rejects.toMatchObject({ kind: 'not-found' });
    expect(await getCalls(a.system, { id: a.ids.device })).toBeNull();
    expect((await doors()).callers.map(({ identifier }) => identifier)).not.toContain(IMEI);
  });

  it('is one of so many that are remembered: those heard last', async () => {
    await database.sql`
      insert into callers (network, identifier, door, reason, count, first_seen_at, last_seen_at)
      select 'cellular', lpad(n::text, 15, '0'), 'http', 'unknown-device', 1, now() - interval '1 day', now() - interval '1 day' - n * interval '1 second'
      from generate_series(1, ${MOST_UNKNOWN}) n`;
    await say(M2M, 'urn:dev:IMEI:352099001761481:');
    const { callers } = await doors();
    expect(callers).toHaveLength(MOST_UNKNOWN - 1);
    expect(callers[0]?.identifier).toBe('352099001761481');
    const [left] = await database.sql`select count(*)::int as n from callers`;
    expect(left?.n).toBe(MOST_UNKNOWN);
  });
});

it('what is refused at these doors and is of no device is counted by door and reason', async () => {
  const asks = [
    senmlRequest(IP, Buffer.alloc(BODY_LIMITS.device + 1)),
    senmlRequest(IP, '[]', { headers: { 'content-type': 'text/plain' } }),
    senmlRequest(IP, '[]', { headers: { 'content-encoding': 'gzip' } }),
    senmlRequest(IP, Buffer.from([0x9f, 0xff, 0x00])),
  ];
  const answers = await Promise.all(asks.map((ask) => acceptor.accept(ask)));
  expect(answers.map(({ status }) => status)).toEqual([413, 415, 415, 400]);
  await acceptor.tooLarge(IP);
  await say(IP, 'urn:dev:DEVEUI:0059AC0000152B91:');
  acceptor.mqtt.refusedNameless('The user name is no URN of a device');
  const { refusals } = await doors();
  expect(Object.fromEntries(refusals.map(({ reason, count }) => [reason, count]))).toEqual({
    'http-too-large': 2,
    'http-unsupported': 2,
    'http-malformed': 1,
    'http-unknown-device': 1,
    'mqtt-unauthorized': 1,
  });
});
