import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { uplinkInput } from '#server/decoders/built-in/example-frames.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { findUplinkForScript } from '#server/uplinks/find-uplink.ts';
import {
  type Expectation,
  type KeptInput,
  type ScriptOwner,
  type ScriptTest,
  type ScriptText,
  TESTS_PER_SCRIPT,
  type TestDelete,
  type TestKeep,
  type TestUpdate,
  type TrialInput,
} from './contract.ts';
import { spendRun } from './limit.ts';
import { OWNERS } from './owners.ts';
import { findOwner } from './repository.ts';
import { expectationOf } from './rules.ts';
import { deleteTestRow, insertTest, selectTests, updateTestRow } from './tests.sql.ts';
import { keepMessage, tryScript } from './try-script.ts';

/** Keeps an input with what must come out of it: what this text makes of it now, unless that is given. */
export async function keepTest(
  actor: Actor,
  { owner, name, input, expected, ...text }: TestKeep,
): Promise<ScriptTest> {
  const { update, object } = OWNERS[owner.kind];
  const scope = authorize(actor, update);
  const kept = await keepInput(actor, scope, input);
  const wanted = expected ?? (await outcomeNow(actor, owner, text, kept));
  return tenantTransaction(scope, async (tx) => {
    const { id, name: ownerName } = await findOwner(tx, scope, owner, true);
    const present = await selectTests(tx, scope, owner);
    if (present.length >= TESTS_PER_SCRIPT)
      throw new DomainError('scripts.too-many-tests', 'conflict', { most: TESTS_PER_SCRIPT });
    const test = await insertTest(tx, scope, owner, {
      name,
      input: kept,
      expected: wanted,
      createdBy: actor.name,
    });
    await recordAudit(tx, actor, {
      operation: update,
      object: { kind: object, id, name: ownerName },
      after: { test: name, expected: wanted.kind },
    });
    return test;
  });
}

/** Another name; or what this text makes of its input now is what must come out from here on. */
export async function updateTest(
  actor: Actor,
  { owner, testId, name, accept }: TestUpdate,
): Promise<ScriptTest> {
  const { update, object, noun } = OWNERS[owner.kind];
  const scope = authorize(actor, update);
  const before = await tenantTransaction(scope, async (tx) => {
    await findOwner(tx, scope, owner);
    return (await selectTests(tx, scope, owner)).find((test) => test.id === testId);
  });
  if (!before) throw notFound(noun);
  const expected = accept && (await outcomeNow(actor, owner, accept, before.input));
  return tenantTransaction(scope, async (tx) => {
    const held = await findOwner(tx, scope, owner, true);
    const after = await updateTestRow(tx, scope, owner, testId, {
      ...(name === undefined ? {} : { name }),
      ...(expected === undefined ? {} : { expected }),
    });
    if (!after) throw notFound(noun);
    await recordAudit(tx, actor, {
      operation: update,
      object: { kind: object, id: held.id, name: held.name },
      before: { test: before.name, ...(expected ? { expected: before.expected } : {}) },
      after: { test: after.name, ...(expected ? { expected } : {}) },
    });
    return after;
  });
}

export async function deleteTest(actor: Actor, { owner, testId }: TestDelete): Promise<void> {
  const { update, object, noun } = OWNERS[owner.kind];
  const scope = authorize(actor, update);
  await tenantTransaction(scope, async (tx) => {
    const held = await findOwner(tx, scope, owner, true);
    const test = await deleteTestRow(tx, scope, owner, testId);
    if (test === null) throw notFound(noun);
    await recordAudit(tx, actor, {
      operation: update,
      object: { kind: object, id: held.id, name: held.name },
      before: { test },
      after: { test: null },
    });
  });
}

async function outcomeNow(
  actor: Actor,
  { kind }: ScriptOwner,
  text: ScriptText,
  input: KeptInput,
): Promise<Expectation> {
  await spendRun(actor);
  const [outcome] = await tryScript(actor.scope.customerId, text, [input]);
  if (!outcome) throw new Error('a script was tried without an outcome');
  return expectationOf(outcome, kind === 'decoder');
}

/** All that a run needs, so that a test outlives the message it was made of. */
export async function keepInput(actor: Actor, scope: TenantScope, input: TrialInput): Promise<KeptInput> {
  if (input.kind === 'data') return { kind: 'data', data: input.data ?? null, fPort: input.fPort ?? null };
  if (input.kind === 'pack') return input;
  if (input.kind === 'payload') {
    const { frmPayload, fPort, recvTime } = input;
    const at = recvTime ?? systemClock.now().toISOString();
    const { urn, event } = uplinkInput({ frmPayload, fPort, occurredAt: at });
    return keepMessage({ customerId: scope.customerId, urn, receivedAt: new Date(at), event });
  }
  authorize(actor, 'uplinks.read');
  const message = await tenantTransaction(scope, (tx) => findUplinkForScript(tx, scope, input.uplinkId));
  if (!message) throw notFound('uplinks');
  return keepMessage(message);
}
