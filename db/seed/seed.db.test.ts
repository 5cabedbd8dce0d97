import { beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { closeOutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { ScriptText } from '#server/scripts/contract.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { runTests } from '#server/scripts/run-tests.ts';
import { seedCatalogue } from './catalogue/seed-catalogue.ts';
import { seedSmall } from './make-demo.ts';
import type { Planted } from './plant.ts';

// The receivers of the demo listen on loopback.
process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';
const database = useTestDatabase();
let planted: Planted;

beforeAll(async () => {
  planted = await seedSmall();
  await closeOutgoingHttp();
}, 60_000);

const count = async (query: string): Promise<number> => {
  const [row] = await database.sql.unsafe(`select count(*)::int as n from ${query}`);
  return row?.n ?? 0;
};

describe('the small demo', () => {
  it('takes every message that was posted and knows every device', () => {
    expect([...planted.answers.keys()]).toEqual([200]);
    expect(planted.answers.get(200)).toBeGreaterThan(800);
    expect(planted.fleet).toHaveLength(10);
  });

  it('has recorded all of it, at the moments of history', async () => {
    expect(await count('uplink_queue')).toBe(0);
    expect(await count('uplinks')).toBe(planted.answers.get(200));
    const [span] =
      await database.sql`select max(received_at) - min(received_at) > interval '44 hours' as long,
      max(received_at) <= now() as past, bool_and(received_at - occurred_at between interval '0' and interval '2 s') as prompt from uplinks`;
    expect(span).toEqual({ long: true, past: true, prompt: true });
  });

  it('has devices at their network in every state that must be seen: active, waiting and refused', async () => {
    const rows = await database.sql`
      select d.name, b.status, r.failure_code as code from lora_registrations r
      join devices d on d.id = r.device_id join lora_bindings b on b.device_id = d.id
      where b.status <> 'ACTIVE' order by d.name`;
    expect(rows.map(({ name, status, code }) => [name, status, code])).toEqual([
      ['Bin A1', 'FAILED', 'lora-network.identifier-in-use'],
      ['Water level Quay 1', 'PENDING_CREATE', 'outgoing.unreachable'],
    ]);
    expect(await count("lora_bindings where status = 'ACTIVE'")).toBeGreaterThan(1);
  });

  it('has instructions in every state that needs no answer of a device', async () => {
    const rows = await database.sql`
      select d.name, l.state, l.dry_run as "dryRun", l.sent_at is not null as sent from downlinks l
      join devices d on d.id = l.device_id order by d.name desc, l.number`;
    expect(rows.map(({ name, state, dryRun, sent }) => [name, state, dryRun, sent])).toEqual([
      ['Meeting room Anchor', 'DELIVERED', true, false],
      ['Meeting room Anchor', 'CANCELLED', false, false],
      ['Meeting room Anchor', 'EXECUTING', false, true],
      ['Meeting room Anchor', 'PENDING', false, false],
      ['Cooling unit Berth 1', 'EXECUTING', false, false],
      ['Bin B1', 'EXECUTING', false, true],
    ]);
    expect(await count('simulated_network_downlinks')).toBe(2);
  });

  it('has firmware that a bin is told to take over LoRa', async () => {
    const rows = await database.sql`
      select a.status, v.version, t.reported->'firmwareVersion'->>'vs' as reported from firmware_assignments a
      join firmware_versions v on v.id = a.firmware_version_id and v.command is not null
      join devices d on d.id = a.device_id and d.name = 'Bin B1' left join twins t on t.device_id = d.id`;
    expect(rows).toEqual([{ status: 'downloading', version: '1.5', reported: '1.4' }]);
  });

  it('has decoded every device by the decoders of its flows', async () => {
    const rows = await database.sql`
      select d.name, array_agg(distinct n.name) as names from devices d join packs p on p.device_id = d.id
      join shapes s on s.id = p.shape_id cross join unnest(s.names) as n(name) group by d.name order by d.name`;
    const names = Object.fromEntries(rows.map(({ name, names }) => [name, names]));
    expect(names['Meeting room Anchor']).toEqual(
      expect.arrayContaining(['CO2Concentration', 'temperature', 'motion']),
    );
    expect(names['Water level Quay 1']).toEqual(
      expect.arrayContaining(['waterLevel', 'batteryVoltage', 'floodAlarm']),
    );
    expect(names['Weather Breakwater']).toEqual(expect.arrayContaining(['temperature', 'pressure', 'sound']));
    expect(names['Bin A1']).toEqual(expect.arrayContaining(['fillLevel', 'tilted']));
    expect(names['Trailer 11']).toEqual(expect.arrayContaining(['latitude', 'longitude', 'radius']));
    expect(names['Container Market']).toEqual(expect.arrayContaining(['fillLevel']));
    expect(names['Water level Quay 5']).toBeUndefined();
  });

  it('holds believable values', async () => {
    const [climate] = await database.sql`
      select min(v) as least, max(v) as most from (select p.v[array_position(s.names, 'CO2Concentration')] as v
      from packs p join shapes s on s.id = p.shape_id where 'CO2Concentration' = any(s.names)) x`;
    expect(climate?.least).toBeGreaterThanOrEqual(400);
    expect(climate?.most).toBeLessThan(2000);
    const [level] = await database.sql`
      select max(v) - min(v) as tide from (select p.v[array_position(s.names, 'waterLevel')] as v
      from packs p join shapes s on s.id = p.shape_id where 'waterLevel' = any(s.names)) x`;
    expect(level?.tide).toBeGreaterThan(1);
  });

  it('keeps the failures of the decoder that does not know the new firmware', async () => {
    const [failure] = await database.sql`
      select count(*)::int as n, min(f.error->>'message') as message from decoding_failures f join devices d on d.id = f.device_id
      where d.name = 'Water level Quay 5'`;
    expect(failure?.n).toBeGreaterThan(100);
    expect(failure?.message).toContain('Payload version 2');
  });

  it('has tests of a script that pass, and its draft in the shadow of the version that runs', async () => {
    const [script] = await database.sql<
      { id: string; customerId: string; source: string; mapping: ScriptText['mapping'] }[]
    >`
      select d.id, d.customer_id as "customerId", v.source, v.mapping from decoders d
      join decoder_versions v on v.id = d.current_version_id join decoder_shadows s on s.decoder_id = d.id`;
    const { id = '', customerId = '', source = '', mapping = {} } = script ?? {};
    const owner = { kind: 'decoder', id } as const;
    const results = await runTests(systemActor(customerId), { owner, contract: 'ts013', source, mapping });
    const [encoder] = await database.sql<{ id: string; source: string }[]>`
      select e.id, v.source from encoders e join decoder_versions v on v.id = e.current_version_id`;
    const text = { contract: 'ts013' as const, source: encoder?.source ?? '', mapping: {} };
    const encoded = await runTests(systemActor(customerId), {
      owner: { kind: 'encoder', id: encoder?.id ?? '' },
      ...text,
    });
    expect(encoded.map(({ passed, differences }) => [passed, differences])).toEqual(
      Array(2).fill([true, []]),
    );
    await closeEditorSandbox();
    expect(results.map(({ passed, differences }) => [passed, differences])).toEqual(
      Array(3).fill([true, []]),
    );
  });

  it('has delivered the last hours, verified by the receivers; the dead and the paused have a backlog', async () => {
    const rows = await database.sql`
      select d.name, count(r.*) filter (where r.state = 'delivered' and r.status_code = 200)::int as delivered,
        (select count(*)::int from delivery_queue q where q.destination_id = d.id) as waiting, d.status, d.failures_in_a_row > 0 as failing
      from destinations d left join deliveries r on r.destination_id = d.id group by d.id order by d.name`;
    const of = Object.fromEntries(rows.map(({ name, ...facts }) => [name, facts]));
    expect(of['Port dashboard']).toMatchObject({ waiting: 0, status: 'active', failing: false });
    expect(of['Port dashboard']?.delivered).toBeGreaterThan(20);
    // Tags move in the daytime: at night there may be nothing to merge, but what there is goes with its message.
    const [locations] = await database.sql`
      select count(*)::int as apart from deliveries r join destinations d on d.id = r.destination_id
      join uplinks u on u.id = r.uplink_id
      where d.name = 'Tag map' and u.kind = 'lora.location' and r.merged_into is null`;
    expect(locations?.apart).toBe(0);
    expect(of['City data hub']).toMatchObject({ waiting: 0, failing: false });
    expect(of['City data hub']?.delivered).toBeGreaterThan(5);
    expect(of['Old building system']).toMatchObject({ delivered: 0, failing: true });
    expect(of['Old building system']?.waiting).toBeGreaterThan(5);
    expect(of['Water authority']).toMatchObject({ delivered: 0, status: 'paused', failing: false });
    expect(of['Water authority']?.waiting).toBeGreaterThan(5);
  });

  it('has callers that nobody has, and what was turned away at the doors of devices', async () => {
    const rows = await database.sql`
      select network, door, reason, count::int, last_seen_at > first_seen_at as again from callers order by 1, 2, 3, 4`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['cellular', 'http', 'unknown-device', 10, true],
      ['generic', 'http', 'other-address', 3, true],
      ['generic', 'http', 'unknown-device', 10, true],
      ['generic', 'mqtt', 'unknown-device', 2, true],
    ]);
    expect(await count('(select distinct door, reason from door_refusals) r')).toBe(4);
  });

  it('keeps the devices on the air with the memory of their history', async () => {
    const rows =
      await database.sql`select dev_eui, memory, next_at > now() - interval '1 hour' as soon from simulated_devices`;
    expect(rows).toHaveLength(10);
    expect(rows.every(({ soon, memory }) => soon && memory.startsWith('v1.'))).toBe(true);
    for (const { memory } of planted.fleet) expect(memory.device.session).not.toBeNull();
  });

  it('adds the catalogue once', async () => {
    const before = await count('device_types');
    const links = await count('device_type_decoders');
    await seedCatalogue();
    expect(await count('device_types')).toBe(before);
    expect(await count('device_type_decoders')).toBe(links);
    expect(
      await count(`decoders where customer_id = '00000000-0000-0000-0000-000000000001'`),
    ).toBeGreaterThanOrEqual(10);
  });
});
