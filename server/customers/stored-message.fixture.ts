import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type postgres from 'postgres';
import { shardOf } from '#server/devices/rules.ts';
import { shapeHash } from '#server/measurements/shape.ts';

interface MessageOf {
  customerId: string;
  deviceId: string;
  devEui: string;
  connectionId: string;
  decoderId: string;
  versionId: string;
  flowId: string;
  destinationId: string;
  mark: (what: string) => string;
}

/** One uplink as the pipeline leaves it: bytes, records, a failure of the other decoder, a failed and a waiting delivery. */
export async function storeMessage(sql: postgres.Sql, m: MessageOf) {
  const { customerId, deviceId, mark } = m;
  const receivedAt = new Date(Date.now() - 60_000);
  const body = Buffer.from(JSON.stringify({ deviceInfo: { devEui: m.devEui }, note: mark('raw') }));
  const [ids] =
    await sql`select nextval('uplink_ids')::int as uplink, nextval('uplink_body_ids')::int as body,
    nextval('pack_ids')::int as pack, nextval('delivery_ids')::int as delivery, nextval('delivery_ids')::int as waiting`;
  if (!ids) throw new Error('no ids');
  const event = {
    kind: 'uplink',
    devEui: m.devEui,
    occurredAt: receivedAt.toISOString(),
    identity: randomUUID(),
    devAddr: null,
    fCntUp: 7,
    fPort: 2,
    frmPayload: '2030',
    confirmed: false,
    adr: true,
    adrAckReq: false,
    ack: false,
    radio: {
      frequencyHz: 868100000,
      spreadingFactor: 7,
      bandwidthHz: 125000,
      dr: 5,
      channel: mark('channel'),
    },
    receptions: [{ gatewayId: mark('gateway'), rssi: -90, snr: 7, esp: -90.8 }],
    gatewayCount: 1,
  };
  await sql`insert into uplink_bodies (id, received_at, customer_id, bytes) values (${ids.body}, ${receivedAt}, ${customerId}, ${deflateSync(body)})`;
  await sql`insert into uplinks (id, received_at, customer_id, device_id, connection_id, kind, occurred_at, f_cnt_up, f_port, signal, spreading_factor, event, body_id, body_offset, body_length)
    values (${ids.uplink}, ${receivedAt}, ${customerId}, ${deviceId}, ${m.connectionId}, 'lora.uplink', ${receivedAt}, 7, 2, -90.8, 7, ${sql.json(event)}, ${ids.body}, 0, ${body.length})`;
  const shape = { names: [mark('measure'), 'temperature'], units: ['', 'Cel'], kinds: 'sn' };
  const [stored] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
    values (${customerId}, ${shapeHash(shape)}, ${shape.names}, ${shape.units}, ${shape.kinds}) returning id`;
  await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest)
    values (${ids.pack}, ${receivedAt}, ${customerId}, ${deviceId}, ${ids.uplink}, ${m.decoderId}, ${m.versionId}, ${receivedAt}, ${stored?.id}, ${['NaN', 21.5] as never}, ${sql.json({ s: { 0: mark('text') } })})`;
  await sql`insert into pack_weeks (week, customer_id, device_id, decoder_id, decoder_version_id, shape_id, since, until, packs)
    select date_trunc('week', at)::date, ${customerId}, ${deviceId}, ${m.decoderId}, ${m.versionId}, ${stored?.id}, at, at,
      array[row(nextval('pack_ids'), 1, at, at, ${['NaN', 20.5] as never}, ${sql.json({ s: { 0: mark('text') } })})::kept_pack]
    from (select ${receivedAt}::timestamptz - interval '50 days' as at) past`;
  await sql`insert into far_packs (pack_id, received_at, customer_id, device_id, since, until)
    values (${ids.pack}, ${receivedAt}, ${customerId}, ${deviceId}, ${receivedAt}::timestamptz - interval '3 days', ${receivedAt})`;
  const replayId = randomUUID();
  await sql`insert into shelved_packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, why, replay_id)
    values (nextval('pack_ids'), ${receivedAt}, ${customerId}, ${deviceId}, ${ids.uplink}, ${m.decoderId}, ${receivedAt}, ${stored?.id}, ${['NaN', 21] as never}, 'replaced', ${replayId})`;
  await sql`insert into uplink_replays (uplink_id, replay_id, customer_id, device_id, received_at, actor_name, "into", steps)
    values (${ids.uplink}, ${replayId}, ${customerId}, ${deviceId}, ${receivedAt}, ${mark('replayed by')}, '{}', '[]')`;
  await sql`insert into repeated_messages values (${customerId}, ${deviceId}, ${m.connectionId}, date_trunc('hour', now()), 2, now())`;
  await sql`insert into measure_days (device_id, customer_id, day, names, units, n, lo, hi, total)
    values (${deviceId}, ${customerId}, ${receivedAt}::date - 40, ${[mark('measure')]}, '{""}', '{1}', '{1}', '{1}', '{1}')`;
  await sql`insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, decoder_version_id, received_at, error, logs)
    values (${ids.uplink}, ${m.decoderId}, ${customerId}, ${deviceId}, ${m.versionId}, ${receivedAt}, ${sql.json({ name: 'TypeError', message: mark('error'), line: 3, column: 7 })}, ${sql.json([{ level: 'log', message: mark('log') }])})`;
  const log = [{ at: receivedAt.toISOString(), durationMs: 12, status: 500, response: mark('response') }];
  const columns = {
    customer_id: customerId,
    destination_id: m.destinationId,
    device_id: deviceId,
    flow_id: m.flowId,
  };
  const message = { uplink_id: ids.uplink, pack_id: ids.pack, received_at: receivedAt };
  await sql`insert into deliveries ${sql({ id: ids.delivery, ...columns, ...message, state: 'failed', attempts: 1, status_code: 500, duration_ms: 12, finished_at: receivedAt, attempt_log: sql.json(log) as never })}`;
  await sql`insert into delivery_queue ${sql({ id: ids.waiting, ...columns, ...message, shard: shardOf(deviceId), next_at: receivedAt, attempt_log: sql.json(log) as never })}`;
  await sql`insert into device_activity (device_id, customer_id, last_message_at, last_uplink_id, last_signal, last_spreading_factor, interval_seconds)
    values (${deviceId}, ${customerId}, ${receivedAt}, ${ids.uplink}, -90.8, 7, 600)
    on conflict (device_id) do update set last_message_at = excluded.last_message_at, last_uplink_id = excluded.last_uplink_id,
      last_signal = excluded.last_signal, last_spreading_factor = excluded.last_spreading_factor, interval_seconds = excluded.interval_seconds`;
  await sql`update twins set reported = ${sql.json({ [mark('measure')]: { vs: mark('text'), t: receivedAt.getTime() / 1000, o: '0' }, batteryVoltage: { v: 3.6, u: 'V', t: receivedAt.getTime() / 1000, o: '0' } })} where device_id = ${deviceId}`;
  await sql`insert into unknown_devices values (${customerId}, ${m.connectionId}, 'lora', ${randomBytes(8).toString('hex').toUpperCase()}, 3, now(), now())`;
  await sql`insert into refusals values (${customerId}, ${m.connectionId}, date_trunc('hour', now()), 'unauthorized', 4, now(), ${mark('refusal')})`;
  await sql`insert into uplink_identities values (${deviceId}, ${createHash('sha256').update(event.identity).digest().subarray(0, 16)}, ${customerId}, ${ids.uplink}, ${receivedAt})`;
  return { uplink: Number(ids.uplink), delivery: Number(ids.delivery), waiting: Number(ids.waiting) };
}
