import type { NetworkWish, RegistrationStatus, RegistrationTarget } from './contract.ts';
import type { NetworkedDevice } from './repository.ts';
import { decideWish, type RegistrationState, statusOf } from './rules.ts';

/** What a wish comes to for one device; nothing is written by it. */
export type Decided =
  | { kind: 'refused'; code: string }
  | { kind: 'unchanged' }
  | { kind: 'registered'; target: RegistrationTarget; plan: string }
  | { kind: 'wished'; wish: RegistrationState['wish']; plan: string; status: RegistrationStatus };

type Registration = NonNullable<NetworkedDevice['registration']>;

const refused = (code: string): Decided => ({ kind: 'refused', code: `lora-registrations.${code}` });
const has = (target: RegistrationTarget | undefined, plan: string) =>
  target?.plans.some(({ id }) => id === plan) ?? false;

export function stateOf({ wish, present, plan, nextAt, failureCode }: Registration): RegistrationState {
  return { wish, present, plan, isDue: nextAt !== null, hasFailure: failureCode !== null };
}

export const targetOf = (targets: readonly RegistrationTarget[], { connectionId }: Registration) =>
  targets.find(({ id }) => id === connectionId);

export function decideFor(
  device: NetworkedDevice,
  targets: readonly RegistrationTarget[],
  wish: NetworkWish,
): Decided {
  const { registration } = device;
  return registration ? decideChange(registration, targets, wish) : decideFirst(device, targets, wish);
}

function decideFirst(
  { devEui, hasAppKey }: NetworkedDevice,
  targets: readonly RegistrationTarget[],
  wish: NetworkWish,
): Decided {
  if (devEui === null || !hasAppKey) return refused('no-keys');
  if (wish.kind === 'deregister') return { kind: 'unchanged' };
  if (wish.kind !== 'register') return refused('not-registered');
  const target = wish.connectionId ? targets.find(({ id }) => id === wish.connectionId) : targets[0];
  if (!target) return refused('no-connection');
  const plan = wish.plan ?? target.plans[0]?.id;
  if (plan === undefined || !has(target, plan)) return refused('no-such-plan');
  return { kind: 'registered', target, plan };
}

function decideChange(
  registration: Registration,
  targets: readonly RegistrationTarget[],
  wish: NetworkWish,
): Decided {
  if (wish.kind === 'register' && wish.connectionId && wish.connectionId !== registration.connectionId)
    return refused('on-other-connection');
  if ('plan' in wish && wish.plan !== undefined && !has(targetOf(targets, registration), wish.plan))
    return refused('no-such-plan');
  const decision = decideWish(stateOf(registration), wish);
  if (decision.kind === 'refused') return { kind: 'refused', code: decision.refusal.code };
  return decision.kind === 'unchanged' ? decision : becoming(registration, decision.wish, decision.plan);
}

/** Back to what was wished before, as far as its network server still has it. */
export function decideBack(
  registration: Registration,
  targets: readonly RegistrationTarget[],
  { wish, plan }: Pick<RegistrationState, 'wish' | 'plan'>,
): Decided {
  if (plan !== registration.plan && !has(targetOf(targets, registration), plan))
    return refused('no-such-plan');
  if (wish === 'DEACTIVATED' && registration.present === 'ABSENT') return refused('not-active');
  return becoming(registration, wish, plan);
}

function becoming(registration: Registration, wish: RegistrationState['wish'], plan: string): Decided {
  const status = statusOf({ ...stateOf(registration), wish, isDue: true, hasFailure: false });
  return { kind: 'wished', wish, plan, status };
}
