import type { Sql } from '#server/platform/database.ts';

interface Invariant {
  /** Number in the list of the design (I1, I2, …). */
  id: string;
  promise: string;
  /** Rows that break it. */
  query: string;
}

/**
 * What must hold whenever the pipeline is quiet: checked after every chaos run. I3 (delivered means that the receiver
 * has it) needs the receiver's own log and is checked there.
 */
export const INVARIANTS: readonly Invariant[] = [
  {
    id: 'I1',
    promise: 'every pack has for every delivery exactly one row, waiting or final',
    query: `select id, count(*) from (select id from delivery_queue union all select id from deliveries) d group by id having count(*) > 1`,
  },
  {
    id: 'I1',
    promise: 'every delivery belongs to a pack that stands',
    query: `select d.id from (select id, pack_id from delivery_queue union all select id, pack_id from deliveries) d
      where not exists (select from all_packs p where p.id = d.pack_id)
        and not exists (select from shelved_packs p where p.id = d.pack_id)`,
  },
  {
    id: 'I2',
    promise: 'every identity that was answered as stored has its uplink',
    query: `select i.uplink_id from uplink_identities i where not exists (select from uplinks u where u.id = i.uplink_id)`,
  },
  {
    id: 'I2',
    promise: 'every uplink has its exact bytes',
    query: `select u.id from uplinks u where not exists (select from uplink_bodies b where b.id = u.body_id)`,
  },
  {
    id: 'I2',
    promise: 'every queue row has its uplink',
    query: `select q.uplink_id from uplink_queue q where not exists (select from uplinks u where u.id = q.uplink_id)`,
  },
  {
    id: 'I9',
    promise: 'one row a device and network identity',
    query: `select device_id, event->>'identity' from uplinks group by 1, 2 having count(*) > 1`,
  },
  {
    id: 'I9',
    promise: 'one pack an uplink and decoder',
    query: `select uplink_id, decoder_id from all_packs group by 1, 2 having count(*) > 1`,
  },
];

/** Conservation per destination: what was recorded for it is waiting or came to an end. Replays send what was chosen. */
const CONSERVATION = `
  select p.destination_id from (
    select fd.destination_id, count(*) as n from packs k
    join devices d on d.id = k.device_id
    join flow_devices v on v.device_id = d.id
    join flow_decoders fc on fc.flow_id = v.flow_id and fc.device_type_id = d.device_type_id and fc.decoder_id = k.decoder_id
    join flow_destinations fd on fd.flow_id = v.flow_id
    where not exists (select from uplink_replays r where r.uplink_id = k.uplink_id)
    group by 1) p
  left join (
    select destination_id, count(*) as n from (
      select destination_id, uplink_id from delivery_queue
      union all select destination_id, uplink_id from deliveries where replay_of is null) d
    where not exists (select from uplink_replays r where r.uplink_id = d.uplink_id)
    group by 1) d on d.destination_id = p.destination_id
  where p.n <> coalesce(d.n, 0)`;

/** Sentences about what is broken; none when all is well. `unchanged`: no flow was changed since the first message. */
export async function invariantFaults(sql: Sql, { unchanged = false } = {}): Promise<string[]> {
  const conservation = {
    id: 'I1',
    promise: 'recorded = waiting + final, per destination',
    query: CONSERVATION,
  };
  const faults: string[] = [];
  for (const { id, promise, query } of unchanged ? [...INVARIANTS, conservation] : INVARIANTS) {
    const broken = await sql.unsafe(query);
    if (broken.length)
      faults.push(`${id} ${promise}: broken ${broken.length} times, e.g. ${JSON.stringify(broken[0])}`);
  }
  return faults;
}
