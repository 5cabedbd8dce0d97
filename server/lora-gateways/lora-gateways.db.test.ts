import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { uplinkInput } from '#server/decoders/built-in/example-frames.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { decodeBatch } from '#server/pipeline/decode/decode-batch.ts';
import { loadTopology } from '#server/pipeline/decode/topology.sql.ts';
import { messageBody } from '#server/pipeline/deliver/item.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { createGateway, deleteGateway, updateGateway } from './change-gateway.ts';
import { gatewayCreateSchema } from './contract.ts';
import { listGateways } from './read-gateways.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const decoderId = randomUUID();

beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  await sql`insert into decoders (id, customer_id, kind, built_in, name)
    values (${decoderId}, ${PLATFORM_CUSTOMER_ID}, 'built-in', 'lora-on-premises', '+ Location')`;
  await sql`insert into device_type_decoders
    values (${PLATFORM_CUSTOMER_ID}, ${PLATFORM_CUSTOMER_ID}, ${catalogue.typeId}, ${PLATFORM_CUSTOMER_ID}, ${decoderId})`;
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  for (const { system, ids } of [a, b])
    await toggleDecoder(system, {
      flowId: ids.flow,
      deviceTypeId: catalogue.typeId,
      decoderId,
      enabled: true,
    });
});

const editor = ({ customerId } = a) => actorWith(customerId, ['manager.editor']);
const hall = (more: object = {}) =>
  gatewayCreateSchema.parse({
    gatewayId: 'ff:01:0a:d7:00:00:00:01',
    name: 'Hall',
    latitude: 51.9225,
    longitude: 4.4792,
    radius: 80,
    ...more,
  });

/** What the pipeline makes of the example frame, heard by FF010AD7 best. */
async function placed({ customerId }: Tenant): Promise<(string | number | undefined)[] | null> {
  const run = (await loadTopology(customerId)).decoders.get(decoderId);
  if (!run) throw new Error('the decoder is not enabled');
  const message = { ...uplinkInput({}), customerId };
  const [outcome] = await decodeBatch([{ run, message }], { runBatch: async () => [] });
  expect(outcome?.fault).toBeNull();
  if (!outcome?.pack) return null;
  const records = JSON.parse(messageBody(message.urn, outcome.pack, outcome.pack)) as SenmlRecord[];
  return records.map(({ v, vs }) => v ?? vs);
}

describe('gateways on premises', () => {
  it('are written in one form, one of each id', async () => {
    const { id } = await createGateway(editor(), hall());
    expect((await listGateways(editor())).find((one) => one.id === id)).toMatchObject({
      gatewayId: 'FF010AD700000001',
      radius: 80,
    });
    await expect(createGateway(editor(), hall({ name: 'Other' }))).rejects.toMatchObject({
      code: 'lora-gateways.taken',
    });
    // Another customer has gateways of its own.
    await createGateway(editor(b), hall());
    expect((await listGateways(editor(b))).map((one) => one.id)).not.toContain(id);
    await expect(updateGateway(editor(b), { id, ...hall() })).rejects.toThrow('lora-gateways.not-found');
    await deleteGateway(editor(), { id });
    await expect(deleteGateway(editor(), { id })).rejects.toThrow('lora-gateways.not-found');
    const log = await database.sql`select object_name from audit_log where object_id = ${id}`;
    expect(log).toHaveLength(2);
  });

  it('what one of them heard best is where it stands, for its owner alone, as soon as it is told', async () => {
    expect(await placed(a)).toBeNull();
    const { id } = await createGateway(editor(), hall({ gatewayId: 'ff010ad7' }));
    expect(await placed(a)).toEqual([
      'KPNLORA',
      51.9225,
      4.4792,
      80,
      'GATEWAY',
      9999,
      9999,
      expect.any(Number),
    ]);
    expect(await placed(b)).toBeNull();
    await updateGateway(editor(), { id, ...hall({ gatewayId: 'FF010AD7', latitude: 52, radius: null }) });
    expect(await placed(a)).toEqual(['KPNLORA', 52, 4.4792, 'GATEWAY', 9999, 9999, expect.any(Number)]);
  });
});
