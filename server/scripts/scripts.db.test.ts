import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDecoder } from '#server/decoders/create-decoder.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { ScriptText } from './contract.ts';
import { closeEditorSandbox } from './editor-sandbox.ts';
import { deleteTest, keepTest, updateTest } from './keep-test.ts';
import { publishVersion } from './publish-version.ts';
import { listTests } from './read-scripts.ts';
import { reviewVersion } from './review-version.ts';
import { runTests } from './run-tests.ts';
import { saveDraft } from './save-draft.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});
afterAll(closeEditorSandbox);

const maker = (tenant = a) => actorWith(tenant.customerId, ['creator.admin', 'manager.admin']);
const text = (data: string): ScriptText => ({
  contract: 'ts013',
  source: `function decodeUplink(input) { if (input.fPort === 9) return { errors: ['port 9'] }; return { data: { ${data} } }; }`,
  mapping: {},
});
const GOOD = text('temperature: input.bytes[0] / 2');
const BAD = text('temp: input.bytes[0]');

async function decoder(script = GOOD, of = a) {
  const { id, versionId } = await createDecoder(maker(of), {
    name: '› Tested',
    description: null,
    deviceTypeId: a.ids.deviceType,
    records: [],
    ...script,
    contract: 'ts013',
  });
  return { owner: { kind: 'decoder' as const, id }, versionId };
}

const payload = (frmPayload: string, fPort = 1) => ({ kind: 'payload' as const, frmPayload, fPort });

describe('golden tests', () => {
  it('keep what came out, hold a bad version back, and let an earlier one return', async () => {
    const { owner, versionId: first } = await decoder();
    const test = await keepTest(maker(), { owner, name: 'warm', input: payload('2a'), ...GOOD });
    expect(test.expected).toMatchObject({ kind: 'records', records: [{ n: 'temperature', v: 21 }] });
    await keepTest(maker(), { owner, name: 'refused', input: payload('00', 9), ...GOOD });
    const kept = { owner, name: 'kept', input: { kind: 'uplink' as const, uplinkId: a.ids.uplink } };
    await keepTest(maker(), { ...kept, ...GOOD });
    expect(await publishVersion(maker(), { owner, versionId: first })).toEqual({ number: 1 });

    const { versionId: second } = await saveDraft(maker(), { owner, ...BAD });
    await expect(publishVersion(maker(), { owner, versionId: second })).rejects.toMatchObject({
      code: 'scripts.tests-failing',
      details: { count: 2, tests: 'warm, kept' },
    });
    const [warm] = await runTests(maker(), { owner, ...BAD });
    expect(warm).toMatchObject({
      passed: false,
      differences: [
        { name: 'temperature', what: 'gone' },
        { name: 'temp', what: 'new' },
      ],
    });
    // The message may be gone: the test has all of it.
    await database.sql`delete from uplinks where id = ${a.ids.uplink}`;
    for (const { testId, passed } of await runTests(maker(), { owner, ...BAD }))
      if (!passed) await updateTest(maker(), { owner, testId, accept: BAD });
    expect(await publishVersion(maker(), { owner, versionId: second })).toEqual({ number: 2 });
    // Its tests ask for what the second makes; the way back is open all the same.
    expect((await runTests(maker(), { owner, ...GOOD })).map((one) => one.passed)).toEqual([
      false,
      true,
      false,
    ]);
    expect(await publishVersion(maker(), { owner, versionId: first })).toEqual({ number: 1 });
    const log = await database.sql`
      select after from audit_log where object_id = ${owner.id} and before ? 'expected' order by id limit 1`;
    expect(log[0]?.after).toMatchObject({ test: 'warm', expected: { kind: 'records' } });
  });

  it('may be given what must come out, as a codec’s own example is', async () => {
    const { owner } = await decoder();
    const given = { kind: 'output' as const, output: { data: { temperature: 21 } } };
    await keepTest(maker(), { owner, name: 'example', input: payload('2a'), expected: given, ...GOOD });
    expect(await runTests(maker(), { owner, ...GOOD })).toMatchObject([{ passed: true }]);
    expect(await runTests(maker(), { owner, ...BAD })).toMatchObject([{ passed: false }]);
    const [test] = await listTests(maker(), owner);
    await updateTest(maker(), { owner, testId: test?.id as string, name: 'renamed' });
    expect(await listTests(maker(), owner)).toMatchObject([{ name: 'renamed', expected: given }]);
    await deleteTest(maker(), { owner, testId: test?.id as string });
    expect(await listTests(maker(), owner)).toEqual([]);
    await expect(deleteTest(maker(), { owner, testId: test?.id as string })).rejects.toThrow(
      'decoders.not-found',
    );
  });

  it('are nobody else’s, and have an end', async () => {
    const { owner } = await decoder();
    const name = 'n';
    await expect(listTests(maker(b), owner)).rejects.toThrow('decoders.not-found');
    await expect(keepTest(maker(b), { owner, name, input: payload('2a'), ...GOOD })).rejects.toThrow(
      'decoders.not-found',
    );
    await expect(
      keepTest(maker(b), {
        owner: { kind: 'decoder', id: b.ids.decoder },
        name,
        input: { kind: 'uplink', uplinkId: a.ids.uplink },
        ...GOOD,
      }),
    ).rejects.toThrow('uplinks.not-found');
    await database.sql`insert into script_tests (customer_id, decoder_id, name, input, expected, created_by)
      select ${a.customerId}, ${owner.id}, n, '{}', '{}', 'A' from generate_series(1, 200) n`;
    await expect(
      keepTest(maker(), {
        owner,
        name,
        input: payload('2a'),
        expected: { kind: 'error', name: 'x' },
        ...GOOD,
      }),
    ).rejects.toMatchObject({ code: 'scripts.too-many-tests', details: { most: 200 } });
  });
});

describe('what publishing would do', () => {
  it('whom it touches, and what becomes of real messages', async () => {
    const { owner, versionId: first } = await decoder(text('level: input.bytes[0]'), b);
    await publishVersion(maker(b), { owner, versionId: first });
    const link = { flowId: b.ids.flow, deviceTypeId: b.ids.deviceType, decoderId: owner.id };
    await toggleDecoder(maker(b), { ...link, enabled: true });
    const { versionId } = await saveDraft(maker(b), {
      owner,
      ...text('level: { value: input.bytes[0], unit: "m" }, low: true'),
    });
    const review = await reviewVersion(maker(b), { owner, versionId });
    expect(review).toMatchObject({
      version: 2,
      current: 1,
      tests: [],
      touches: { devices: 1, flows: [{ id: b.ids.flow }], destinations: [{ id: b.ids.destination }] },
      changes: {
        messages: 1,
        differing: 1,
        failedBefore: 0,
        failedAfter: 0,
        names: [
          { name: 'low', what: 'new', before: null, after: 'boolean', messages: 1 },
          { name: 'level', what: 'unit', before: 'number', after: 'm, number', messages: 1 },
        ],
        examples: [{ uplinkId: b.ids.uplink }],
      },
    });
  });

  it('says so where nothing can be compared: no version runs, or the reader may not see messages', async () => {
    const { owner, versionId } = await decoder();
    expect((await reviewVersion(maker(), { owner, versionId })).changes).toBeNull();
    const blind = actorWith(a.customerId, ['creator.admin']);
    await publishVersion(blind, { owner, versionId });
    const draft = await saveDraft(blind, { owner, ...BAD });
    expect((await reviewVersion(blind, { owner, versionId: draft.versionId })).changes).toBeNull();
    await expect(reviewVersion(maker(b), { owner, versionId })).rejects.toThrow('decoders.not-found');
  });
});
