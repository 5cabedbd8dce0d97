import { type SQL, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { devices } from '#db/schema/devices.ts';
import { spreadOf } from '#server/devices/narrow.sql.ts';
import { identifierPart } from '#server/devices/rules.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { isOver } from '#server/platform/table-walk.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains, holdsText, startsWith } from '#server/platform/text-match.ts';
import { holdingDigits } from '#server/sims/narrow.sql.ts';
import type { SearchHit } from './contract.ts';
import { digitsPart, identifiersIn } from './rules.ts';

type Row = { id: string; name: string; detail: string | null };

const HITS_A_KIND = 8;

/** Whole identifiers first, then names that begin so, then names that hold it. */
export async function searchDevices(tx: Tx, scope: TenantScope, q: string): Promise<SearchHit[]> {
  const identifiers = identifiersIn(q);
  const whole = identifiers.length > 0 ? await devicesOfIdentifier(tx, scope, identifiers) : [];
  const joining = identifiers.length > 0 ? await devicesOfJoinEui(tx, scope, identifiers) : [];
  const holding = await devicesHolding(tx, scope, q);
  const once = new Map([...whole, ...joining, ...holding.rows].map((row) => [row.id, row]));
  const found = hits('device', [...once.values()].slice(0, HITS_A_KIND));
  const [joinEui] = joining.length > HITS_A_KIND ? identifiers : [];
  if (joinEui) found.push({ kind: 'further-lora', id: 'lora', name: joinEui, detail: null });
  return holding.isAll ? found : [...found, { kind: 'further', id: 'devices', name: q, detail: null }];
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of every adapter that a device has, the one that was asked for; or its own id, which its page and the API name. */
async function devicesOfIdentifier(
  tx: Tx,
  scope: TenantScope,
  identifiers: readonly string[],
): Promise<Iterable<Row>> {
  const ids = identifiers.filter((one) => GUID.test(one));
  const byId =
    ids.length === 0
      ? sql``
      : sql`union select d.id, d.name, d.identifier as detail from devices d
      where d.customer_id = ${scope.customerId}::uuid and d.id = any(${arrayOf(ids, 'uuid')})`;
  return tx.execute<Row>(sql`
    select d.id, d.name, a.identifier as detail
    from network_adapters a join devices d on d.id = a.device_id
    where a.customer_id = ${scope.customerId}::uuid and a.network in ('lora', 'cellular', 'generic')
      and a.identifier = any(${arrayOf(identifiers, 'text')})
    ${byId}
    order by 2, 1 limit ${HITS_A_KIND}`);
}

/** Of all that share an AppEUI the first that the index gives, one more than are shown: there are others. */
async function devicesOfJoinEui(tx: Tx, scope: TenantScope, identifiers: readonly string[]): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    select d.id, d.name, d.identifier as detail
    from (select b.device_id from lora_bindings b where b.customer_id = ${scope.customerId}::uuid
      and b.join_eui = any(${arrayOf(identifiers, 'text')}) order by b.device_id limit ${HITS_A_KIND + 1}) those
    join devices d on d.customer_id = ${scope.customerId}::uuid and d.id = those.device_id
    order by d.name, d.id`);
  return [...rows];
}

/** What no index holds is looked for along the order of names for so long. */
const ALONG_MS = 55;

async function devicesHolding(
  tx: Tx,
  scope: TenantScope,
  q: string,
): Promise<{ rows: Row[]; isAll: boolean }> {
  const began = performance.now();
  const part = identifierPart(q);
  const holds = holdsText(devices.searchText, q);
  const either = part ? sql`(${holds} or ${holdsText(devices.searchText, part)})` : holds;
  const spread = await spreadOf(tx, { q, filters: [] });
  // Of what many have, the first by name: to look for the best of them would be to read them all.
  const isAlong = spread === 'common';
  const begins = startsWith(devices.name, q);
  const rare = typeof spread === 'string' ? sql`` : sql`and ${spread}`;
  const wanted = isAlong
    ? sql`case when ${isOver(ALONG_MS - (performance.now() - began))} then true else ${either} end`
    : either;
  // Found by what an index carries along, then read: what goes along the whole order would else read every row of it.
  const rows = await tx.execute<Row & { fits: boolean }>(sql`
    select d.id, d.name, d.identifier as detail, found.fits
    from (select ${devices.id}, ${devices.name}, ${begins} as begins, ${either} as fits from ${devices}
      where ${devices.customerId} = ${scope.customerId}::uuid and ${wanted} ${rare}
      order by ${isAlong ? sql`` : sql`${begins} desc,`} ${devices.name}, ${devices.id} limit ${HITS_A_KIND}) found
    join ${devices} d on d.customer_id = ${scope.customerId}::uuid and d.id = found.id
    order by ${isAlong ? sql`` : sql`found.begins desc,`} d.name, d.id`);
  const fitting = [...rows].filter(({ fits }) => fits);
  return { rows: fitting, isAll: fitting.length === rows.length };
}

/** By ICCID, IMSI, MSISDN or the IMEI it was seen with, whole or a part of at least four digits. */
export async function searchSims(tx: Tx, scope: TenantScope, q: string): Promise<SearchHit[]> {
  const digits = digitsPart(q);
  if (digits === null) return [];
  const rare = await holdingDigits(tx, sql`s.id`, digits);
  return hits(
    'sim',
    await tx.execute<Row>(sql`
      select s.id, s.iccid as name, coalesce(d.name, s.msisdn) as detail
      from sims s left join devices d on d.id = s.device_id and d.customer_id = s.customer_id
      where s.customer_id = ${scope.customerId}::uuid and ${holdsText(sql`s.search_text`, digits)}
        ${rare ? sql`and ${rare}` : sql``}
      order by s.iccid, s.id limit ${HITS_A_KIND}`),
  );
}

interface NamedKind {
  kind: SearchHit['kind'];
  from: SQL;
  detail: SQL;
  /** The platform's own rows are everybody's. */
  catalogue?: boolean;
}

const LATEST_TASKS = 2_000;

/** What a customer has dozens or hundreds of, by name or id. */
export const NAMED = {
  flow: { kind: 'flow', from: sql`flows x join projects p on p.id = x.project_id`, detail: sql`p.name` },
  destination: { kind: 'destination', from: sql`destinations x`, detail: sql`x.kind` },
  decoder: { kind: 'decoder', from: sql`decoders x`, detail: sql`x.kind`, catalogue: true },
  connection: {
    kind: 'connection',
    from: sql`lora_connections x`,
    detail: sql`x.provider`,
    catalogue: true,
  },
  project: { kind: 'project', from: sql`projects x`, detail: sql`null::text` },
  'device-type': { kind: 'device-type', from: sql`device_types x`, detail: sql`x."group"`, catalogue: true },
  'sim-account': { kind: 'sim-account', from: sql`sim_accounts x`, detail: sql`x.platform` },
  firmware: {
    kind: 'firmware',
    from: sql`(select f.id, f.customer_id, t.name || ' ' || f.version as name, f.file_name as detail
      from firmware_versions f join device_types t on t.id = f.device_type_id) x`,
    detail: sql`x.detail`,
  },
  // Those begun last: of reports there may be any number, and nobody looks for old ones by their name.
  'bulk-task': {
    kind: 'bulk-task',
    from: sql`(select b.id, b.customer_id, coalesce(b.file_name, b.kind) as name, b.kind as detail from bulk_tasks b
      where b.customer_id = (select current_setting('app.customer_id')::uuid) order by b.created_at desc, b.id desc limit ${LATEST_TASKS}) x`,
    detail: sql`x.detail`,
  },
} as const satisfies Record<string, NamedKind>;

export async function searchNamed(
  tx: Tx,
  scope: TenantScope,
  { kind, from, detail, catalogue }: NamedKind,
  q: string,
): Promise<SearchHit[]> {
  const owners = arrayOf([scope.customerId, ...(catalogue ? [PLATFORM_CUSTOMER_ID] : [])], 'uuid');
  const name = sql`x.name`;
  return hits(
    kind,
    await tx.execute<Row>(sql`
      select x.id, x.name, ${detail} as detail from ${from}
      where x.customer_id = any(${owners}) and (${contains(name, q)} or x.id::text = lower(${q}))
      order by ${startsWith(name, q)} desc, x.name, x.id limit ${HITS_A_KIND}`),
  );
}

const hits = (kind: SearchHit['kind'], rows: Iterable<Row>): SearchHit[] =>
  [...rows].map(({ id, name, detail }) => ({ kind, id, name, detail }));
