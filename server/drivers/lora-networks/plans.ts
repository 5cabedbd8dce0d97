import type { NetworkOutcome, NetworkPlan } from './contract.ts';
import { connectionFault } from './failures.ts';

/** Settings may have changed since the plan was chosen. */
export function profileOf(
  plans: readonly NetworkPlan[],
  id: string,
): { ok: true; profile: string } | (NetworkOutcome & { ok: false }) {
  const plan = plans.find((one) => one.id === id);
  if (plan) return { ok: true, profile: plan.profile };
  return { ok: false, failure: connectionFault('plan-unknown', id) };
}
