import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { diagnoseDevice } from '#server/diagnosis/diagnose-device.ts';
import { makeScene, type Scene, type SceneDevice, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';

const database = useTestDatabase();
const NEVER_SET = { adr: false, adrAckReq: false, ack: false };

/** Strong, slow, and with flags that were stored as false whether or not they were told. */
async function sentBefore(provider: 'things-stack' | 'chirpstack' | 'thingpark'): Promise<Scene> {
  const { sql } = database;
  const scene = await makeScene(sql, { provider });
  const device = scene.devices[0] as SceneDevice;
  for (let n = 0; n < 12; n++) {
    const at = new Date(Date.now() - (13 - n) * 600_000);
    const event = { ...uplinkOf(device, n), ...NEVER_SET, occurredAt: at.toISOString() };
    await sql`
      insert into uplinks (id, received_at, customer_id, device_id, connection_id, kind, occurred_at, f_cnt_up, f_port, signal,
        spreading_factor, event, body_id, body_offset, body_length)
      values (nextval('uplink_ids'), ${at}, ${scene.customerId}, ${device.id}, ${scene.connectionId}, 'lora.uplink', ${at}, ${n}, 2, -60,
        11, ${sql.json(event as never)}, 1, 0, 0)`;
  }
  return scene;
}

const causes = async ({ customerId, devices }: Scene) =>
  (await diagnoseDevice(systemActor(customerId), { id: devices[0]?.id ?? '' })).findings.map(
    ({ cause }) => cause,
  );

async function flagsOf({ customerId }: Scene) {
  const rows = await database.sql`
    select distinct event ->> 'adr' as adr, event ->> 'adrAckReq' as "adrAckReq", event ->> 'ack' as ack, event ->> 'devEui' is not null as rest
    from uplinks where customer_id = ${customerId}`;
  return rows.map((row) => ({ ...row }));
}

it('what stands from before is read as what is stored now: flags that were not told, packs that reach far', async () => {
  const { sql } = database;
  const [things, chirp, park] = [
    await sentBefore('things-stack'),
    await sentBefore('chirpstack'),
    await sentBefore('thingpark'),
  ];
  for (const scene of [things, chirp, park]) expect(await causes(scene)).toContain('adr-off');
  const [shape] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
    values (${things.customerId}, ${Buffer.from('far')}, '{a,a}', '{"",""}', 'nn') returning id`;
  for (const [id, hours] of [
    [1, 60],
    [2, 40],
  ] as const)
    await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
      values (${id}, now(), ${things.customerId}, ${things.devices[0]?.id as string}, 1, ${things.flowId},
        now() - make_interval(hours => ${hours}), ${shape?.id}, '{1,2}', ${sql.json({ t: { 1: hours * 3600 } })})`;
  const known = () => sql`select pack_id::int as id, since, until from far_packs`;
  const kept = await known();
  expect(kept.map(({ id }) => id)).toEqual([1]);
  await sql`delete from far_packs`;

  const file = readdirSync('db/migrations').find((name) => name.endsWith('_what-was-stored-before.sql'));
  const statements = readFileSync(`db/migrations/${file}`, 'utf8').split('--> statement-breakpoint');
  await sql.begin(async (tx) => {
    for (const statement of statements) await tx.unsafe(statement);
  });

  expect(await known()).toEqual(kept);
  expect(await flagsOf(things)).toEqual([{ adr: null, adrAckReq: null, ack: null, rest: true }]);
  expect(await flagsOf(chirp)).toEqual([{ adr: 'false', adrAckReq: null, ack: null, rest: true }]);
  expect(await flagsOf(park)).toEqual([{ adr: 'false', adrAckReq: 'false', ack: 'false', rest: true }]);
  expect(await causes(things)).not.toContain('adr-off');
  for (const scene of [chirp, park]) expect(await causes(scene)).toContain('adr-off');
});
