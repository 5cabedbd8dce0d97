import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';
import type { RegistrationTarget } from '#server/lora-registrations/contract.ts';

/** Plans of all network servers, one of each name. */
export function plansOf(targets: readonly RegistrationTarget[]): ConnectivityPlan[] {
  const plans = targets.flatMap((target) => target.plans);
  return [...new Map(plans.map((plan) => [plan.id, plan])).values()];
}
