import { describe, expect, it } from 'vitest';
import { ROLE_GROUPS, ROLES, type RoleGroup } from './contract.ts';
import { OPERATIONS, type OperationName } from './operations.ts';
import { effectiveRoles, mayByRole, scopesOf } from './rules.ts';

/** product/01, written down once more by hand: the order of each group, weakest first. */
const ORDER: Record<RoleGroup, string[]> = {
  organization: ['admin'],
  manager: ['read-only', 'editor', 'admin'],
  creator: ['read-only', 'admin'],
  support: ['user'],
  finance: ['read-only'],
};

describe('of several roles of one group the lowest wins', () => {
  it(`in each of the 2^${ROLES.length} sets of roles`, () => {
    expect(ROLES).toHaveLength(Object.values(ORDER).flat().length);
    for (let set = 0; set < 2 ** ROLES.length; set++) {
      const held = ROLES.filter((_, bit) => set & (1 << bit));
      const expected = Object.fromEntries(
        Object.entries(ORDER).flatMap(([group, order]) => {
          const lowest = order.find((name) => held.some((role) => role === `${group}.${name}`));
          return lowest ? [[group, lowest]] : [];
        }),
      );
      expect(effectiveRoles(held)).toEqual(expected);
    }
  });

  it('whatever their order, and however often they stand there', () => {
    expect(effectiveRoles(['manager.admin', 'manager.editor', 'manager.admin'])).toEqual({
      manager: 'editor',
    });
  });

  it('names that are no role give nothing', () => {
    expect(effectiveRoles(['manager.root', 'admin', '', 'constructor.admin', 'manager'])).toEqual({});
  });
});

describe('operations', () => {
  const names = Object.keys(OPERATIONS) as OperationName[];

  it('name a group and a role of it', () => {
    for (const name of names) {
      const { group, least }: { group: RoleGroup; least: string } = OPERATIONS[name];
      expect(ROLE_GROUPS[group] as readonly string[]).toContain(least);
    }
  });

  it('that delete are for administrators; reading in Things Manager is for all of its roles', () => {
    for (const name of names) {
      const roles = ORDER.manager.filter((role) => mayByRole({ manager: role }, name));
      if (OPERATIONS[name].group !== 'manager') expect(roles).toEqual([]);
      // Nothing leaves Retired: as final as deleting.
      else if (name.endsWith('.delete') || name === 'sims.retire') expect(roles).toEqual(['admin']);
      // What somebody is told of is theirs to say, whatever else they may.
      else if (name.endsWith('.read') || name === 'alerts.follow') expect(roles).toEqual(ORDER.manager);
      else expect(roles).toEqual(['editor', 'admin']);
    }
  });

  it('give a key no scope that its roles do not reach', () => {
    expect(scopesOf({ manager: 'read-only' }).every((scope) => scope.endsWith('.read'))).toBe(true);
    expect(scopesOf({})).toEqual([]);
  });
});
