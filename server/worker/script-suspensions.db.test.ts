import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDecoder } from '#server/decoders/create-decoder.ts';
import { getDecoder } from '#server/decoders/read-decoders.ts';
import { resumeDecoder } from '#server/decoders/suspend-decoder.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { LIMITS, type SandboxCall } from '#server/sandbox/contract.ts';
import { createSandbox, type Sandbox } from '#server/sandbox/sandbox.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';
import { saveDraft } from '#server/scripts/save-draft.ts';
import { ScriptSuspensions } from './script-suspensions.ts';

/** Kills its process at port 2, and only there. */
const SOURCE = `function decodeUplink(input) {
  if (input.fPort === 2) Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 4);
  return { data: { ok: 1 } };
}`;
const KEY = createHash('sha256').update(SOURCE).digest('hex');

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let worker: { sandbox: Sandbox; suspensions: ScriptSuspensions };
const decoders = new Map<Tenant, { id: string; versionId: string }>();

const creator = (tenant: Tenant) => actorWith(tenant.customerId, ['creator.admin']);
const reader = (tenant: Tenant) => actorWith(tenant.customerId, ['creator.read-only']);

async function begin(): Promise<void> {
  const sandbox: Sandbox = createSandbox({
    processes: 1,
    onSuspend: (key, customerId) => void suspensions.suspended(key, customerId),
  });
  const suspensions = new ScriptSuspensions(sandbox);
  await suspensions.start();
  worker = { sandbox, suspensions };
}

async function end(): Promise<void> {
  worker.suspensions.stop();
  await worker.sandbox.stop();
}

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  await database.sql`delete from decoder_suspensions`;
  for (const tenant of [a, b]) {
    const made = await createDecoder(creator(tenant), {
      name: 'Mine',
      description: null,
      deviceTypeId: tenant.ids.deviceType,
      records: [],
      contract: 'ts013',
      source: SOURCE,
      mapping: {},
    });
    await publishVersion(creator(tenant), {
      owner: { kind: 'decoder', id: made.id },
      versionId: made.versionId,
    });
    decoders.set(tenant, made);
  }
  await begin();
});
afterAll(end);
afterEach(() => database.sql`delete from decoder_suspensions`.then(() => {}));

const mine = (tenant: Tenant) => decoders.get(tenant) as { id: string; versionId: string };
const run = async (tenant: Tenant, fPort: number) => {
  const input = { bytes: [1], fPort, recvTime: '2026-03-04T05:06:07.000Z' };
  const call: SandboxCall = {
    tenant: tenant.customerId,
    source: SOURCE,
    scriptKey: KEY,
    contract: 'ts013',
    fn: 'decodeUplink',
    input,
  };
  const { error, output } = await worker.sandbox.run(call);
  return error?.name ?? output;
};
const stored = (tenant: Tenant) =>
  database.sql`select decoder_id, decoder_version_id, reason from decoder_suspensions where customer_id = ${tenant.customerId}`;
const runs = { data: { ok: 1 }, warnings: [], errors: [] };
const soon = { timeout: 10_000, interval: 50 };

async function suspend(): Promise<void> {
  // A kill of the test before may still count.
  let end: unknown = 'Killed';
  for (let i = 0; end === 'Killed'; i++) {
    expect(i).toBeLessThanOrEqual(LIMITS.killsToSuspend);
    end = await run(a, 2);
  }
  expect(end).toBe('Suspended');
  await expect.poll(() => stored(a), soon).toHaveLength(1);
}

it('is a row of the customer alone, told on the decoder and in the audit log, and outlives the worker', async () => {
  await suspend();
  const { id, versionId } = mine(a);
  expect(await stored(a)).toEqual([{ decoder_id: id, decoder_version_id: versionId, reason: 'killed' }]);
  expect(await getDecoder(reader(a), { id })).toMatchObject({
    suspension: { at: expect.any(Date), reason: 'killed' },
  });
  const audit = await database.sql`select * from audit_log where operation = 'decoders.suspend'`;
  expect(audit).toMatchObject([
    {
      customer_id: a.customerId,
      object_id: id,
      actor_kind: 'system',
      after: { version: 1, suspended: true },
    },
  ]);
  expect(await run(a, 3)).toBe('Suspended');
  await end();
  await begin();
  expect(await run(a, 3)).toBe('Suspended');
  // The same script of another customer has done nothing.
  expect(await run(b, 3)).toMatchObject(runs);
  expect((await getDecoder(reader(b), { id: mine(b).id })).suspension).toBeNull();
});

it('is seen by the other workers, and lifted there too when somebody resumes it', async () => {
  const { id, versionId } = mine(a);
  await database.sql`
    insert into decoder_suspensions (decoder_id, customer_id, decoder_version_id, reason)
    values (${id}, ${a.customerId}, ${versionId}, 'killed')`;
  await expect.poll(() => run(a, 3), soon).toBe('Suspended');
  await expect(resumeDecoder(reader(a), { id })).rejects.toMatchObject({ code: 'access.forbidden' });
  await expect(resumeDecoder(creator(b), { id })).rejects.toMatchObject({ kind: 'not-found' });
  expect(await resumeDecoder(creator(a), { id })).toEqual({ resumed: true });
  expect(await resumeDecoder(creator(a), { id })).toEqual({ resumed: false });
  await expect.poll(() => run(a, 3), soon).toMatchObject(runs);
  const audit = await database.sql`
    select before, after from audit_log where object_id = ${id} and operation = 'decoders.update' order by id desc limit 1`;
  expect(audit).toMatchObject([{ before: { suspended: true }, after: { suspended: false } }]);
  // It begins with a clean record.
  expect(await run(a, 2)).toBe('Killed');
  expect(await run(a, 3)).toMatchObject(runs);
});

it('is lifted by publishing another version', async () => {
  await suspend();
  const { id } = mine(a);
  const draft = { contract: 'ts013' as const, source: `${SOURCE}\n`, mapping: {} };
  const { versionId } = await saveDraft(creator(a), { owner: { kind: 'decoder', id }, ...draft });
  expect((await getDecoder(creator(a), { id })).suspension).not.toBeNull();
  await publishVersion(creator(a), { owner: { kind: 'decoder', id }, versionId });
  expect(await stored(a)).toHaveLength(0);
  expect((await getDecoder(creator(a), { id })).suspension).toBeNull();
  await publishVersion(creator(a), { owner: { kind: 'decoder', id }, versionId: mine(a).versionId });
  await expect.poll(() => run(a, 3), soon).toMatchObject(runs);
});
