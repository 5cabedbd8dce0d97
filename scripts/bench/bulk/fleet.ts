import { createHash } from 'node:crypto';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import type { Stand } from '../../load/stand.ts';

const hex = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length).toUpperCase();

/** So many rows in all; the first ones are devices that are there already and get another name. */
export function sheet(rows: number, { devices }: Pick<Scene, 'devices'>): { bytes: Buffer; known: number } {
  const known = Math.min(devices.length, Math.floor(rows / 20));
  const lines = ['DevEUI;JoinEUI;AppKey;Name;Barcode;Tags;metadata:floor'];
  for (let n = 1; n <= rows; n++)
    lines.push(
      `${devices[n - 1 < known ? n - 1 : -1]?.devEui ?? hex(`eui ${n}`, 16)};70B3D57ED0000001;${hex(`key ${n}`, 32)};Sensor ${n};B-${n};pumps, ${n % 10};${n % 7}`,
    );
  return { bytes: Buffer.from(lines.join('\r\n')), known };
}

/** All that people can say of their devices, by identifier: what was made anew has new ids, and what came in is no one's wish. */
export async function digest({ sql }: Stand, { customerId }: Scene): Promise<string> {
  const [row] = await sql`
    select count(*)::int as devices, count(distinct n.identifier)::int as identifiers, count(b.id)::int as keys,
      md5(string_agg(json_build_array(d.identifier, n.identifier, d.name, d.barcode, d.tags, d.status, d.project_id, b.join_eui,
        b.app_key is not null, b.status, t.metadata, (select array_agg(f.flow_id order by f.flow_id) from flow_devices f
          where f.device_id = d.id))::text, ',' order by d.identifier)) as hash
    from devices d join network_adapters n on n.device_id = d.id left join lora_bindings b on b.device_id = d.id
      left join (select device_id, nullif(metadata, '{}') as metadata from twins) t on t.device_id = d.id
    where d.customer_id = ${customerId}`;
  return JSON.stringify(row);
}

/** Done twice would be two audit rows of one device, or two rows of one outcome. */
export async function audits({ sql }: Stand, { customerId }: Scene): Promise<string> {
  const rows = await sql`
    select operation, count(*)::int as n, count(distinct object_id)::int as devices from audit_log
    where customer_id = ${customerId} and object_kind = 'device' group by operation order by operation`;
  return rows.map(({ operation, n, devices }) => `${operation} ${n} of ${devices} devices`).join(', ');
}
