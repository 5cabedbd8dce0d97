import { ROLE_GROUPS, type RoleGroup } from './contract.ts';
import { OPERATIONS, type Operation, type OperationName } from './operations.ts';

/** The one role of each group that counts. */
export type EffectiveRoles = Partial<Record<RoleGroup, string>>;

/** Several roles of one group: the lowest wins (product/01). Names that are no role give nothing. */
export function effectiveRoles(roles: readonly string[]): EffectiveRoles {
  const effective: EffectiveRoles = {};
  for (const [group, ranks] of Object.entries(ROLE_GROUPS) as [RoleGroup, readonly string[]][]) {
    const lowest = ranks.find((rank) => roles.includes(`${group}.${rank}`));
    if (lowest) effective[group] = lowest;
  }
  return effective;
}

export function mayByRole(roles: EffectiveRoles, operation: OperationName): boolean {
  const { group, least }: Operation = OPERATIONS[operation];
  const held = roles[group];
  if (!held) return false;
  const ranks: readonly string[] = ROLE_GROUPS[group];
  return ranks.indexOf(held) >= ranks.indexOf(least);
}

/** The scopes that a key with these roles can get. */
export function scopesOf(roles: EffectiveRoles): string[] {
  const names = Object.keys(OPERATIONS) as OperationName[];
  return [
    ...new Set(names.filter((name) => mayByRole(roles, name)).map((name) => OPERATIONS[name].scope)),
  ].sort();
}
