import { afterAll, beforeAll, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { toggleEncoder } from '#server/flows/toggle-encoder.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { keepTest } from '#server/scripts/keep-test.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';
import { reviewVersion } from '#server/scripts/review-version.ts';
import { saveDraft } from '#server/scripts/save-draft.ts';
import { tryInput } from '#server/scripts/try-input.ts';
import {
  createScriptEncoder,
  deleteScriptEncoder,
  getScriptEncoder,
  updateScriptEncoder,
} from './change-script-encoder.ts';

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
const text = (port: number) => ({
  contract: 'ts013' as const,
  source: `function encodeDownlink(input) {
    if (!input.data.minutes) return { errors: ['minutes'] };
    return { bytes: [1, input.data.minutes], fPort: ${port} };
  }`,
  mapping: {},
});
const told = (data: unknown) => ({ kind: 'data' as const, data });

it('an encoder of a script lives as a decoder does: tried, tested, published, switched on, gone back to', async () => {
  const { id, versionId } = await createScriptEncoder(maker(), {
    deviceTypeId: a.ids.deviceType,
    name: '‹ Interval',
    description: null,
    source: text(10).source,
  });
  const owner = { kind: 'encoder' as const, id };
  expect(await tryInput(maker(), { input: told({ minutes: 15 }), ...text(10) })).toMatchObject({
    output: { bytes: [1, 15], fPort: 10 },
    error: null,
    records: null,
  });
  expect(await tryInput(maker(), { input: told({}), ...text(10) })).toMatchObject({
    error: { name: 'EncodeError', message: 'minutes' },
  });
  await keepTest(maker(), { owner, name: 'quarter', input: told({ minutes: 15 }), ...text(10) });
  expect(await publishVersion(maker(), { owner, versionId })).toEqual({ number: 1 });

  const link = { flowId: a.ids.flow, deviceTypeId: a.ids.deviceType, encoderId: id };
  await toggleEncoder(maker(), { ...link, enabled: true });
  const { versionId: second } = await saveDraft(maker(), { owner, ...text(11) });
  expect(await reviewVersion(maker(), { owner, versionId: second })).toMatchObject({
    tests: [{ passed: false, differences: [{ name: 'fPort', what: 'value', before: '10', after: '11' }] }],
    touches: { devices: 1, flows: [{ id: a.ids.flow }], destinations: [] },
    changes: { messages: 1, differing: 1, examples: [{ uplinkId: null, name: 'quarter' }] },
  });
  await expect(publishVersion(maker(), { owner, versionId: second })).rejects.toThrow(
    'scripts.tests-failing',
  );
  await updateScriptEncoder(maker(), { id, name: '‹ How often', description: 'Minutes' });
  expect(await getScriptEncoder(maker(), { id })).toMatchObject({
    name: '‹ How often',
    currentVersion: 1,
    flowCount: 1,
    editing: { number: 2 },
    deviceTypes: [{ id: a.ids.deviceType }],
  });
  await expect(deleteScriptEncoder(maker(), { id })).rejects.toMatchObject({ code: 'encoders.in-use' });
  await toggleEncoder(maker(), { ...link, enabled: false });
  await deleteScriptEncoder(maker(), { id });
  await expect(getScriptEncoder(maker(), { id })).rejects.toThrow('encoders.not-found');
});

it('what a script of this kind cannot keep, or somebody else’s, is refused', async () => {
  const { id } = await createScriptEncoder(maker(), {
    deviceTypeId: a.ids.deviceType,
    name: '‹ Mine',
    description: null,
    source: text(1).source,
  });
  const owner = { kind: 'encoder' as const, id };
  await expect(saveDraft(maker(), { owner, ...text(1), contract: 'things' })).rejects.toMatchObject({
    code: 'scripts.contract-not-of-owner',
  });
  await expect(saveDraft(maker(b), { owner, ...text(1) })).rejects.toThrow('encoders.not-found');
  await expect(getScriptEncoder(maker(b), { id })).rejects.toThrow('encoders.not-found');
  const table = { kind: 'encoder' as const, id: a.ids.encoder };
  await expect(saveDraft(maker(), { owner: table, ...text(1) })).rejects.toThrow('encoders.not-found');
});
