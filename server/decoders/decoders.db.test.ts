import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';
import { getVersion } from '#server/scripts/read-scripts.ts';
import { saveDraft } from '#server/scripts/save-draft.ts';
import { createDecoder } from './create-decoder.ts';
import { deleteDecoder } from './delete-decoder.ts';
import { getDecoder } from './read-decoders.ts';
import { runScript, testScript } from './run-script.ts';

const database = useTestDatabase();
let a: Tenant;

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
});
afterAll(closeEditorSandbox);

const creator = () => actorWith(a.customerId, ['creator.admin', 'manager.admin']);
const draft = (source: string) => ({ contract: 'things' as const, source, mapping: {} });

describe('versions of a script', () => {
  it('one draft at most; published means frozen; going back is publishing again', async () => {
    const { id, versionId: first } = await createDecoder(creator(), {
      name: 'Mine',
      description: null,
      deviceTypeId: a.ids.deviceType,
      records: [],
      ...draft('(s) => 1'),
    });
    const link = { flowId: a.ids.flow, deviceTypeId: a.ids.deviceType, decoderId: id };
    await expect(toggleDecoder(creator(), { ...link, enabled: true })).rejects.toThrow(
      'flows.decoder-unpublished',
    );
    await publishVersion(creator(), { owner: { kind: 'decoder', id }, versionId: first });
    expect(await toggleDecoder(creator(), { ...link, enabled: true })).toEqual({ changed: true });
    expect(await toggleDecoder(creator(), { ...link, enabled: true })).toEqual({ changed: false });
    await saveDraft(creator(), { owner: { kind: 'decoder', id }, ...draft('(s) => 2') });
    const { versionId: second, number } = await saveDraft(creator(), {
      owner: { kind: 'decoder', id },
      ...draft('(s) => 3'),
    });
    expect(number).toBe(2);
    expect(await getDecoder(creator(), { id })).toMatchObject({
      currentVersion: 1,
      hasDraft: true,
      editing: { source: '(s) => 3', number: 2 },
    });
    await publishVersion(creator(), { owner: { kind: 'decoder', id }, versionId: second });
    expect(await publishVersion(creator(), { owner: { kind: 'decoder', id }, versionId: first })).toEqual({
      number: 1,
    });
    const { versions, currentVersion } = await getDecoder(creator(), { id });
    expect(currentVersion).toBe(1);
    expect(versions.map((one) => [one.number, one.current, one.publishedAt !== null])).toEqual([
      [2, false, true],
      [1, true, true],
    ]);
    expect((await getVersion(creator(), { owner: { kind: 'decoder', id }, versionId: second })).source).toBe(
      '(s) => 3',
    );
    const log =
      await database.sql`select before, after from audit_log where object_id = ${id} order by id desc limit 1`;
    expect(log[0]).toMatchObject({ before: { version: 2 }, after: { version: 1, rolledBack: true } });
    await expect(deleteDecoder(creator(), { id })).rejects.toMatchObject({
      code: 'decoders.in-use',
      details: { count: 1 },
    });
    await toggleDecoder(creator(), { ...link, enabled: false });
    await deleteDecoder(creator(), { id });
    await expect(getDecoder(creator(), { id })).rejects.toThrow('decoders.not-found');
  });

  it('a published version cannot be written over, not even in SQL', async () => {
    const change = database.sql.begin(async (tx) => {
      await tx`set local role things_app`;
      await tx`select set_config('app.customer_id', ${a.customerId}, true)`;
      await tx`update decoder_versions set source = 'x' where id = ${a.ids.decoderVersion}`;
    });
    await expect(change).rejects.toThrow(/permission denied/);
  });
});

describe('trying a script', () => {
  it('on a stored message: the records that would be kept', async () => {
    const source = `(s) => { const { metadata } = JSON.parse(s); console.log('seen', metadata.ingestion.actility.uplink.payload_hex);
      return JSON.stringify([{ bn: metadata.device.urn, n: 'temperature', u: 'Cel', v: 21 }]); }`;
    const outcome = await testScript(creator(), { ...draft(source), uplinkId: a.ids.uplink });
    expect(outcome).toMatchObject({
      error: null,
      records: [{ n: 'temperature', u: 'Cel', v: 21 }],
      logs: [{ message: 'seen 2030' }],
    });
  });

  it('its own failure is an answer, with line and column', async () => {
    const outcome = await testScript(creator(), {
      ...draft('(s) => {\n  return nothing.here;\n}'),
      uplinkId: a.ids.uplink,
    });
    expect(outcome).toMatchObject({ records: null, error: { name: 'ReferenceError', line: 2 } });
    const stranger = await testScript(creator(), {
      ...draft('(s) => JSON.stringify([{ bn: "urn:dev:DEVEUI:0000000000000001:", n: "a", v: 1 }])'),
      uplinkId: a.ids.uplink,
    });
    expect(stranger.error?.name).toBe('BadRecords');
  });

  it('in the LoRa Alliance contract, with its mapping', async () => {
    const source =
      'function decodeUplink(input) { return { data: { temp: input.bytes[0] }, warnings: ["low"] }; }';
    const outcome = await testScript(creator(), {
      contract: 'ts013',
      source,
      mapping: { temp: { name: 'temperature', unit: 'Cel', factor: 0.5 } },
      uplinkId: a.ids.uplink,
    });
    expect(outcome).toMatchObject({
      error: null,
      records: [{ n: 'temperature', u: 'Cel', v: 16 }],
      logs: [{ level: 'warn', message: 'low' }],
    });
  });

  it("on pasted input; a function that the contract lacks is the caller's mistake", async () => {
    const run = { script: '(s) => JSON.parse(s).a + 1', contract: 'things' as const, input: { a: 1 } };
    expect(await runScript(creator(), run)).toMatchObject({ error: expect.anything() });
    expect(await runScript(creator(), { ...run, script: '(s) => null' })).toMatchObject({
      output: null,
      error: null,
    });
    await expect(runScript(creator(), { ...run, function: 'decodeUplink' })).rejects.toMatchObject({
      kind: 'invalid',
    });
  });

  it('the 301st dry run of a key in a minute waits', async () => {
    const busy = creator();
    const tries = await Promise.allSettled(
      Array.from({ length: 301 }, () =>
        runScript(busy, { script: '(s) => null', contract: 'things', input: 1 }),
      ),
    );
    expect(
      tries
        .filter((one) => one.status === 'rejected')
        .map((one) => (one as PromiseRejectedResult).reason.code),
    ).toEqual(['decoders.too-many-runs']);
  });
});
