import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { ScriptTest, ScriptText, TestResult, TestsRun } from './contract.ts';
import { spendRun } from './limit.ts';
import { OWNERS } from './owners.ts';
import { findOwner } from './repository.ts';
import { judge } from './rules.ts';
import { selectTests } from './tests.sql.ts';
import { tryScript } from './try-script.ts';

/** What a text, saved or not, makes of all tests that are kept of its owner. */
export async function runTests(actor: Actor, { owner, ...text }: TestsRun): Promise<TestResult[]> {
  authorize(actor, 'decoders.run');
  const scope = authorize(actor, OWNERS[owner.kind].read);
  const tests = await tenantTransaction(scope, async (tx) => {
    await findOwner(tx, scope, owner);
    return selectTests(tx, scope, owner);
  });
  await spendRun(actor);
  return resultsOf(scope.customerId, text, tests);
}

export async function resultsOf(
  customerId: string,
  text: ScriptText,
  tests: readonly ScriptTest[],
): Promise<TestResult[]> {
  const outcomes = await tryScript(
    customerId,
    text,
    tests.map(({ input }) => input),
  );
  return tests.flatMap(({ id, name, expected }, at) => {
    const outcome = outcomes[at];
    if (!outcome) return [];
    const { error, durationMs } = outcome;
    return [{ testId: id, name, ...judge(expected, outcome), error, durationMs }];
  });
}
