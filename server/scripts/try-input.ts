import { type Actor, authorize } from '#server/access/actor.ts';
import type { ScriptOutcome, Trial } from './contract.ts';
import { keepInput } from './keep-test.ts';
import { spendRun } from './limit.ts';
import { tryScript } from './try-script.ts';

/** What a text makes of an input, of any kind of script. Nothing is stored or sent. */
export async function tryInput(actor: Actor, { input, ...text }: Trial): Promise<ScriptOutcome> {
  const scope = authorize(actor, 'decoders.run');
  await spendRun(actor);
  const [outcome] = await tryScript(scope.customerId, text, [await keepInput(actor, scope, input)]);
  if (!outcome) throw new Error('a script was tried without an outcome');
  return outcome;
}
