import { type SQL, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** What is known of the encoders in flows. `device` narrows devices (alias d) to one. */
export interface Asked {
  customer: SQL;
  flows: SQL;
  device: SQL;
}

export function askedOf(scope: TenantScope, flowIds: string[], deviceId: string | undefined): Asked {
  return {
    customer: sql`${scope.customerId}::uuid`,
    flows: arrayOf(flowIds, 'uuid'),
    device: deviceId ? sql`and d.id = ${deviceId}::uuid` : sql``,
  };
}

export function selectEnabledEncoders(tx: Tx, { customer, flows }: Asked) {
  return tx.execute<{ flow_id: string; type_id: string; encoder_id: string }>(sql`
    select flow_id, device_type_id as type_id, encoder_id from flow_encoders
    where customer_id = ${customer} and flow_id = any(${flows})`);
}

/** Encoders that a flow has off and of whose type a device in it has them in no other flow either. */
export function selectMissingEncoders(tx: Tx, { customer, flows, device }: Asked) {
  return tx.execute<{ flow_id: string; type_id: string; encoder_id: string }>(sql`
    with types as (
      select distinct fd.flow_id, d.device_type_id from flow_devices fd join devices d on d.id = fd.device_id
      where fd.customer_id = ${customer} and fd.flow_id = any(${flows}) ${device}),
    off as (
      select t.flow_id, t.device_type_id, te.encoder_id from types t
      join device_type_encoders te on te.device_type_id = t.device_type_id
        and te.customer_id in (${customer}, ${PLATFORM_CUSTOMER_ID}::uuid)
      where not exists (select from flow_encoders fe where fe.flow_id = t.flow_id
        and fe.device_type_id = t.device_type_id and fe.encoder_id = te.encoder_id))
    select off.flow_id, off.device_type_id as type_id, off.encoder_id from off
    where exists (
      select from flow_devices fd join devices d on d.id = fd.device_id
      where fd.flow_id = off.flow_id and d.device_type_id = off.device_type_id ${device}
        and not exists (select from flow_devices o join flow_encoders fe on fe.flow_id = o.flow_id
          where o.device_id = d.id and fe.device_type_id = off.device_type_id and fe.encoder_id = off.encoder_id))`);
}

/** Instructions of the last 24 hours by what was asked for. */
export function selectInstructions(tx: Tx, { customer, flows, device }: Asked) {
  return tx.execute<{
    flow_id: string;
    type_id: string;
    method: string;
    command: string | null;
    asked: number;
    messages: number;
    failures: number;
    newest: number;
  }>(sql`
    select fd.flow_id, d.device_type_id as type_id, l.method ->> 'type' as method,
           l.method -> 'commands' -> 0 ->> 'name' as command, count(*)::int as asked,
           count(*) filter (where l.created_at > now() - interval '1 hour')::int as messages,
           count(*) filter (where l.created_at > now() - interval '1 hour' and l.state = 'FAILED')::int as failures,
           extract(epoch from max(greatest(l.created_at, l.sent_at)))::float8 * 1000 as newest
    from downlinks l
    join flow_devices fd on fd.device_id = l.device_id and fd.flow_id = any(${flows})
    join devices d on d.id = fd.device_id
    where l.customer_id = ${customer} and l.created_at > now() - interval '24 hours' ${device}
    group by 1, 2, 3, 4`);
}
