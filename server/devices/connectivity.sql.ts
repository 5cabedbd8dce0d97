import { type SQL, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices, loraBindings, networkAdapters } from '#db/schema/devices.ts';
import { simJobs, sims } from '#db/schema/sims.ts';
import { outer } from '#server/platform/outer-column.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { Connectivity, LinkedIdentifier } from './contract.ts';
import { ACTIVE_WISHES, SIM_STATES, type SimOfDevice } from './rules.ts';

/** Its identifiers, the one that it had first before the others. */
export const linkedIdentifiers = sql<LinkedIdentifier[]>`coalesce((
  select json_agg(json_build_object('network', a.network, 'identifier', a.identifier)
    order by a.identifier <> ${outer(devices.identifier)}, a.created_at, a.id)
  from ${networkAdapters} a
  where a.customer_id = ${outer(devices.customerId)} and a.device_id = ${outer(devices.id)}), '[]'::json)`;

const OPEN_STATUS = sql`j.kind = 'status' and j.state in ('pending', 'failed')`;

export const simOfDevice = sql<SimOfDevice | null>`(
  select json_build_object('status', s.status, 'wanted', j.wanted, 'state', j.state)
  from ${sims} s left join ${simJobs} j on j.sim_id = s.id and ${OPEN_STATUS}
  where s.customer_id = ${outer(devices.customerId)} and s.device_id = ${outer(devices.id)}
  order by j.id desc limit 1)`;

/**
 * `connectivityOf`, for filters: devices with a network in one of these states, a set by each table that knows of states,
 * so that an index gives those of a rare one. A test compares the two.
 */
export function inConnectivity(values: string[]): SQL {
  // Nearly all are active: asked device by device, along the list's order. Of EXISTS all of them would be put together first.
  return values.includes('ACTIVE') ? isInConnectivity(values) : sql`exists (select ${foundIn(values)})`;
}

export const isInConnectivity = (values: string[]) =>
  sql`coalesce((select true ${foundIn(values)} limit 1), false)`;

function foundIn(values: string[]): SQL {
  const wanted = values as Connectivity[];
  const sets = [
    loraSet(wanted),
    simSet(wanted),
    changingSimSet(wanted),
    ...(wanted.includes('ACTIVE') ? [plainSet] : []),
    ...(wanted.includes('NOT_LINKED') ? [unlinkedSet, partlyLinkedSet] : []),
  ];
  return sql`from (${sql.join(sets, sql` union all `)}) c
    where c.customer_id = ${outer(devices.customerId)} and c.device_id = ${outer(devices.id)}`;
}

const loraSet = (wanted: Connectivity[]) =>
  sql`select b.customer_id, b.device_id from ${loraBindings} b where b.status = any(${arrayOf(wanted, 'text')})`;

/** In a device whose IMEI is known: without it no message can be told to be from there, whatever its SIM. */
const named = sql`exists (select from ${networkAdapters} a
  where a.customer_id = s.customer_id and a.device_id = s.device_id and a.network = 'cellular')`;

/** SIMs of which nothing else is wanted than what is. */
function simSet(wanted: Connectivity[]): SQL {
  const statuses = Object.entries(SIM_STATES).flatMap(([sim, state]) =>
    wanted.includes(state) ? [sim] : [],
  );
  return sql`select s.customer_id, s.device_id from ${sims} s
    where ${named} and s.status = any(${arrayOf(statuses, 'text')})
      and not exists (select from ${simJobs} j where j.sim_id = s.id and ${OPEN_STATUS})`;
}

const jobState = sql`(case when j.state = 'failed' then 'FAILED'
  when not (j.wanted = any(${arrayOf([...ACTIVE_WISHES], 'text')})) then 'PENDING_DEACTIVATE'
  when s.status = 'DEACTIVATED' then 'PENDING_REACTIVATE' else 'PENDING_CREATE' end)`;

const changingSimSet = (wanted: Connectivity[]) =>
  sql`select s.customer_id, s.device_id from ${simJobs} j join ${sims} s on s.id = j.sim_id
    where ${named} and ${OPEN_STATUS} and ${jobState} = any(${arrayOf(wanted, 'text')})`;

/** Nobody has to be told of these: with an identifier they are on their network. */
const plainSet = sql`select a.customer_id, a.device_id from ${networkAdapters} a
  where a.network = 'generic' or (a.network = 'cellular'
    and not exists (select from ${sims} s where s.customer_id = a.customer_id and s.device_id = a.device_id))`;

/** As the index `devices_customer_identifier` has it. */
const none = sql`(case when d.identifier is null then '' else d.identifier end) = ''`;

const unlinkedSet = sql`select d.customer_id, d.id as device_id from ${devices} d
  where ${none} and d.device_type_id in (select t.id from ${deviceTypes} t where t.networks <> '{}')`;

/** Of types with several networks, where one may be there and another not. */
const partlyLinkedSet = sql`select d.customer_id, d.id as device_id from ${devices} d
  join ${deviceTypes} t on t.id = d.device_type_id
  where cardinality(t.networks) > 1 and not ${none} and exists (select from unnest(t.networks) n
    where not exists (select from ${networkAdapters} a
      where a.customer_id = d.customer_id and a.device_id = d.id and a.network = n))`;
