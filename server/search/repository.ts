import { sql } from 'drizzle-orm';
import { identifierPart } from '#server/devices/rules.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains, startsWith } from '#server/platform/text-match.ts';
import type { SearchHit } from './contract.ts';

type Row = { id: string; name: string; detail: string | null };

const HITS_A_KIND = 8;

/** Whole identifiers first, then names that begin so, then names that hold it. */
export async function searchDevices(tx: Tx, scope: TenantScope, q: string): Promise<SearchHit[]> {
  const part = identifierPart(q);
  const identifier = part ? sql`or ${contains(sql`replace(d.identifier, '-', '')`, part)}` : sql``;
  const whole = part ? sql`replace(upper(d.identifier), '-', '') = ${part}` : sql`null::boolean`;
  return hits(
    'device',
    await tx.execute<Row>(sql`
      select d.id, d.name, d.identifier as detail from devices d
      where d.customer_id = ${scope.customerId}::uuid and (${contains(sql`d.name`, q)} ${identifier})
      order by ${whole} desc, ${startsWith(sql`d.name`, q)} desc, d.name, d.id limit ${HITS_A_KIND}`),
  );
}

export async function searchFlows(tx: Tx, scope: TenantScope, q: string): Promise<SearchHit[]> {
  return hits(
    'flow',
    await tx.execute<Row>(sql`
      select f.id, f.name, p.name as detail from flows f join projects p on p.id = f.project_id
      where f.customer_id = ${scope.customerId}::uuid and (${contains(sql`f.name`, q)} or f.id::text = lower(${q}))
      order by ${startsWith(sql`f.name`, q)} desc, f.name, f.id limit ${HITS_A_KIND}`),
  );
}

export async function searchDestinations(tx: Tx, scope: TenantScope, q: string): Promise<SearchHit[]> {
  return hits(
    'destination',
    await tx.execute<Row>(sql`
      select x.id, x.name, x.kind as detail from destinations x
      where x.customer_id = ${scope.customerId}::uuid and (${contains(sql`x.name`, q)} or x.id::text = lower(${q}))
      order by ${startsWith(sql`x.name`, q)} desc, x.name, x.id limit ${HITS_A_KIND}`),
  );
}

const hits = (kind: SearchHit['kind'], rows: Iterable<Row>): SearchHit[] =>
  [...rows].map(({ id, name, detail }) => ({ kind, id, name, detail }));
