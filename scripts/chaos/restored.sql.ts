import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import type { Sql } from '#server/platform/database.ts';

interface Question {
  promise: string;
  /** Rows that break it. */
  query: string;
}

const QUESTIONS: readonly Question[] = [
  {
    promise: 'I4 one downlink of a device is under way',
    query: `select device_id from downlinks where state = 'EXECUTING' group by 1 having count(*) > 1`,
  },
  {
    promise: 'I5 five downlinks of a device wait at most',
    query: `select device_id from downlinks where state = 'PENDING' group by 1 having count(*) > 5`,
  },
  {
    promise: 'every partition is closed to other customers',
    query: `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id'
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)`,
  },
  {
    promise: 'I11 nobody but its owner may change the audit log',
    query: `select r.rolname from pg_roles r where r.rolname in ('things_app', 'things_access', 'things_pipeline')
      and (has_table_privilege(r.rolname, 'audit_log', 'update') or has_table_privilege(r.rolname, 'audit_log', 'truncate'))`,
  },
  {
    promise: 'ids go on after the highest',
    query: `select 1 where (select max(id) from uplinks) > (select last_value from uplink_ids)`,
  },
];

/** I10: whoever refers to another's row, for every foreign key with a customer in it. */
const REFERENCES = `
  select k.conname as name, k.conrelid::regclass::text as source, k.confrelid::regclass::text as target,
    array(select quote_ident(t.attname) from unnest(k.conkey) with ordinality x(n, o)
      join pg_attribute t on t.attrelid = k.conrelid and t.attnum = x.n order by o) as from,
    array(select quote_ident(t.attname) from unnest(k.confkey) with ordinality x(n, o)
      join pg_attribute t on t.attrelid = k.confrelid and t.attnum = x.n order by o) as to
  from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0`;

/** Of a database in the middle of its work: what waits, waits. */
export async function restoredFaults(sql: Sql): Promise<string[]> {
  const faults = await invariantFaults(sql, { unchanged: false });
  for (const { promise, query } of QUESTIONS) {
    const broken = await sql.unsafe(query);
    if (broken.length)
      faults.push(`${promise}: broken ${broken.length} times, e.g. ${JSON.stringify(broken[0])}`);
  }
  for (const key of await sql.unsafe(REFERENCES)) {
    const { name, source, target, from, to } = key as unknown as Record<
      'name' | 'source' | 'target',
      string
    > & {
      from: string[];
      to: string[];
    };
    const isSame = from.map((column, at) => `s.${column} = t.${to[at]}`).join(' and ');
    const given = from.map((column) => `s.${column} is not null`).join(' and ');
    const [row] = await sql.unsafe(
      `select count(*)::int as n from ${source} s where ${given} and not exists (select from ${target} t where ${isSame})`,
    );
    if (row?.n) faults.push(`I10 ${name}: ${row.n} rows refer to none`);
  }
  return faults;
}
