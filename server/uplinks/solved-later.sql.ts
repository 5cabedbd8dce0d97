import { type SQL, sql } from 'drizzle-orm';
import { uplinks } from '#db/schema/uplinks.ts';
import { outer } from '#server/platform/outer-column.ts';

/**
 * Networks solve where a device is after its payload went by, and tell it by itself: which uplink it was solved from. It
 * names the uplink's counter (ThingPark) or carries the uplink's own identifier (ChirpStack); where it does neither, it is
 * of the newest uplink before it. All of it is looked up when somebody reads, by the indexes of one device.
 */

/** A solution is told within seconds; a counter may have been used in the session before. */
const NAMED_WITHIN = sql`interval '10 minutes'`;
/** The network tells the two side by side: the solution may be accepted first. */
const AHEAD = sql`interval '1 minute'`;
/** 1 in 100 solutions comes later than this after its payload (domain-facts §7, mergers). */
const NEAR = sql`interval '15 seconds'`;

/** Of a location `l` its uplink's id; null: none of those that are kept. */
const uplinkOf = (l: SQL) => sql`(
  select u.id from uplinks u
  left join lateral (
    select i.uplink_id from uplink_identities i
    where ${l}.f_cnt_up is null and i.device_id = ${l}.device_id
      and i.identity = substring(sha256(convert_to(regexp_replace(${l}.event ->> 'identity', '^location:', 'uplink:'), 'UTF8')) for 16)
  ) named on true
  where u.customer_id = ${l}.customer_id and u.device_id = ${l}.device_id and u.kind = 'lora.uplink'
    and u.received_at between ${l}.received_at - ${NAMED_WITHIN} and ${l}.received_at + ${AHEAD}
    and case when ${l}.f_cnt_up is not null then u.f_cnt_up = ${l}.f_cnt_up
             when named.uplink_id is not null then u.id = named.uplink_id
             else u.received_at between ${l}.received_at - ${NEAR} and ${l}.received_at end
  order by u.received_at desc, u.id desc limit 1)`;

const ofOuter = sql`${outer(uplinks.customerId)} = l.customer_id and ${outer(uplinks.deviceId)} = l.device_id`;

/** Locations that may be of the uplink of the outer query: they name it, or name nothing and came soon after it. */
const candidates = sql`uplinks l
  where ${outer(uplinks.kind)} = 'lora.uplink' and ${ofOuter} and l.kind = 'lora.location'
    and l.received_at between ${outer(uplinks.receivedAt)} - ${AHEAD} and ${outer(uplinks.receivedAt)} + ${NAMED_WITHIN}
    and case when l.f_cnt_up is not null then l.f_cnt_up = ${outer(uplinks.fCntUp)}
             else l.received_at between ${outer(uplinks.receivedAt)} and ${outer(uplinks.receivedAt)} + ${NEAR}
               or substring(l.event ->> 'identity' from 10) = substring(${outer(uplinks.event)} ->> 'identity' from 8) end`;

/**
 * Whether the uplink of the outer query was solved later, for a filter that goes through many: of two uplinks within the
 * seconds before a location that names neither it says so of both.
 */
export const isSolvedLater = sql`exists (select from ${candidates})`;

/** The first place that was solved from the uplink of the outer query, with the message that told it. */
export const solvedLater = sql<{
  uplinkId: number;
  receivedAt: string;
  location: { latitude: number; longitude: number; radius?: number; method?: string };
} | null>`(
  select json_build_object('uplinkId', l.id, 'receivedAt', l.received_at, 'location', l.event -> 'location')
  from ${candidates} and ${uplinkOf(sql`l`)} = ${outer(uplinks.id)} order by l.received_at, l.id limit 1)`;

/** Of a location of the outer query the uplink that it was solved from. */
export const solvedFrom = sql<number | null>`(case when ${outer(uplinks.kind)} = 'lora.location' then (
  select ${uplinkOf(sql`l`)}::float8 from uplinks l
  where l.id = ${outer(uplinks.id)} and l.received_at = ${outer(uplinks.receivedAt)}) end)`;
