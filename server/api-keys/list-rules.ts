import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { ApiKey } from './contract.ts';

const dateOf = (value: Date | null) => value && new Date(value);

export function stateOfKey({ revokedAt, expiresAt }: ApiKey, now: Date): 'active' | 'expired' | 'revoked' {
  if (revokedAt) return 'revoked';
  return expiresAt !== null && new Date(expiresAt) <= now ? 'expired' : 'active';
}

export const keyList: HeldFields<ApiKey> = {
  fields: {
    name: (row) => row.name,
    description: (row) => row.description,
    clientId: (row) => row.clientId,
    roles: (row) => row.roles,
    state: (row) => stateOfKey(row, new Date()),
    used: (row) => dateOf(row.lastUsedAt),
    expires: (row) => dateOf(row.expiresAt),
  },
  search: ['name', 'clientId', 'description'],
};
