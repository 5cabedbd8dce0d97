import { randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import { consume } from '#server/platform/rate-limit.ts';
import type { SimAccountTest, SimAccountTested } from './account-contract.ts';
import { openCredentials } from './account-credentials.ts';
import { selectAccount } from './accounts.sql.ts';
import { checkAccount, keptCredentials, parseAccount } from './check-account.ts';

/** A real call leaves the house: bounded per person or key. */
const limiter = new RateLimiterMemory({ points: 20, duration: 60 });

/** One real call with the configuration as it stands on the form; nothing is stored. */
export async function testSimAccount(actor: Actor, input: SimAccountTest): Promise<SimAccountTested> {
  const scope = authorize(actor, 'sim-accounts.update');
  await consume(limiter, actor.id, 'sim-accounts.too-many-tests');
  const { customerId } = scope;
  const { id } = input;
  const held = id
    ? await tenantTransaction(scope, async (tx) => {
        const row = await selectAccount(tx, scope, id);
        if (!row) throw notFound('sim-accounts');
        const stored = await openCredentials(tx, customerId, id, row.credentials);
        return keptCredentials(row.platform, stored, row.settings, input.settings);
      })
    : {};
  const checked = parseAccount(
    { customerId, accountId: id ?? randomUUID() },
    input.platform,
    input.settings,
    { ...held, ...input.credentials },
  );
  await checkAccount(checked);
  const began = performance.now();
  const platform = checked.driver.connect(checked.config, {
    http: outgoingHttp(),
    now: () => systemClock.now(),
    turn: async () => {},
  });
  const answer = await platform.test();
  const durationMs = Math.round(performance.now() - began);
  if (answer.ok) return { ok: true, durationMs, code: null, message: null, ...answer.value };
  const { code, message } = answer.failure;
  return { ok: false, durationMs, code, message, account: null, sims: null };
}
