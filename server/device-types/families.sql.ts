import { sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Tx } from '#server/platform/database.ts';
import type { PayloadFamily } from './contract.ts';

/**
 * Of the platform's decoders and encoders, by id: what the catalogue's types that offer it agree on. One that types of
 * both families offer, or that no type of the catalogue does, is not among them.
 */
export async function selectPayloadFamilies(tx: Tx): Promise<Map<string, PayloadFamily>> {
  const rows = await tx.execute<{ id: string; lora: boolean; ip: boolean }>(sql`
    with offered as (
      select decoder_id as id, device_type_id from device_type_decoders where customer_id = ${PLATFORM_CUSTOMER_ID}::uuid
      union all
      select encoder_id, device_type_id from device_type_encoders where customer_id = ${PLATFORM_CUSTOMER_ID}::uuid)
    select o.id, bool_or(t.networks = array['lora']) as lora, bool_or(not 'lora' = any(t.networks)) as ip
    from offered o join device_types t on t.id = o.device_type_id group by o.id`);
  return new Map(
    rows.flatMap(({ id, lora, ip }): [string, PayloadFamily][] =>
      lora === ip ? [] : [[id, lora ? 'lora' : 'ip']],
    ),
  );
}
