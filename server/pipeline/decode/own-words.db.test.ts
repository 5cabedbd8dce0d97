import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '#server/bulk-tasks/bulk-work.fixture.ts';
import { testScript } from '#server/decoders/run-script.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { good, utf8 } from '#server/protocols/garbage.fixture.ts';
import { parseThingpark } from '#server/protocols/thingpark/parse-thingpark.ts';
import { NUMERIC_UPLINK } from '#server/protocols/thingpark/samples.fixture.ts';
import { replayOptionsSchema } from '#server/replays/contract.ts';
import { scenePipeline } from '#server/replays/replay-scene.fixture.ts';
import { replayUplink } from '#server/replays/replay-uplink.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { Acceptor } from '../accept/acceptor.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { isRecorded, until } from '../pipeline.fixture.ts';
import { makeScene, type Scene } from '../scene.fixture.ts';

const database = useTestDatabase();
const work = scenePipeline();

beforeAll(() => work.pipeline.start());
afterAll(async () => {
  await work.stop();
  await closeEditorSandbox();
});

/** Answers what a script for ThingPark may read and our own form of an uplink does not have. */
const SOURCE = `(text) => {
  const { payload, metadata } = JSON.parse(text);
  const { uplink } = metadata.ingestion.actility;
  const { Lrcid, MeanPER, TxPower, CustomerData } = uplink;
  return JSON.stringify([
    { bn: metadata.device.urn, n: 'lrc', vs: Lrcid },
    { n: 'lost', v: MeanPER },
    { n: 'power', v: TxPower },
    { n: 'name', vs: CustomerData.name },
    { n: 'same', vb: JSON.stringify(payload.DevEUI_uplink) === JSON.stringify(uplink) },
  ]);
}`;

/** One uplink with what ThingPark alone tells, by the worker that decodes it or by another process. */
async function send(scene: Scene, acceptor: Pick<Acceptor, 'submit'>, fCntUp: number): Promise<void> {
  const [device] = scene.devices as [Scene['devices'][number]];
  const told = { ...NUMERIC_UPLINK, DevEUI: device.devEui, FCntUp: fCntUp, CustomerData: { name: 'Bridge' } };
  const body = utf8(JSON.stringify({ DevEUI_uplink: told }));
  const event = good(parseThingpark(body));
  if (!event) throw new Error('no event');
  await acceptor.submit({
    device: { id: device.id, customerId: scene.customerId, shard: device.shard, active: true },
    connectionId: scene.connectionId,
    kind: 'lora.uplink',
    event,
    body,
    receivedAt: new Date(),
  });
}

describe('a script of the contract things', () => {
  const values = { lrc: '00000065', lost: 0.03799, power: 16, name: 'Bridge', same: true };
  const reported = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? { v: value } : typeof value === 'boolean' ? { vb: value } : { vs: value },
  ]);

  it('gets ThingPark’s own words, whoever accepted them, and again when it is tried and replayed', async () => {
    const scripts = [{ contract: 'things' as const, source: SOURCE }];
    const scene = await makeScene(database.sql, { provider: 'thingpark', scripts });
    const elsewhere = new Acceptor({ changes: new ConfigurationChanges() });
    await send(scene, work.pipeline.acceptor, 1);
    await send(scene, elsewhere, 2);
    await until('recorded', () => isRecorded(database.sql, scene.customerId, 2));
    const failures =
      await database.sql`select error from decoding_failures where customer_id = ${scene.customerId}`;
    expect([...failures]).toEqual([]);
    const [twin] =
      await database.sql`select reported from twins where device_id = ${scene.devices[0]?.id ?? ''}`;
    expect(twin?.reported).toMatchObject(Object.fromEntries(reported));

    const [row] = await database.sql<
      [{ id: string }]
    >`select max(id) as id from uplinks where customer_id = ${scene.customerId}`;
    const actor = { ...(await person(scene, 'manager.editor')), kind: 'system' as const };
    const test = { contract: 'things' as const, source: SOURCE, mapping: {}, uplinkId: Number(row.id) };
    const tried = await testScript(actor, test);
    expect(tried).toMatchObject({ error: null, records: [{ n: 'lrc', vs: '00000065' }, {}, {}, {}, {}] });
    const replayed = await replayUplink(actor, {
      id: Number(row.id),
      dryRun: true,
      options: replayOptionsSchema.parse({}),
    });
    expect(replayed.steps).toMatchObject([{ verdict: 'same' }]);
  });
});
