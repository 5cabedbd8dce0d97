import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { SimAccount } from './account-contract.ts';

export const ACCOUNT_STATES = ['active', 'syncing', 'paused', 'failing', 'disabled'] as const;

export function stateOfAccount(of: SimAccount): (typeof ACCOUNT_STATES)[number] {
  if (of.status === 'disabled') return 'disabled';
  if (of.syncErrorCode) return 'failing';
  if (isPaused(of)) return 'paused';
  return of.syncing ? 'syncing' : 'active';
}

export function isPaused({ pausedUntil }: SimAccount): boolean {
  return pausedUntil !== null && new Date(pausedUntil).getTime() > Date.now();
}

export const accountList: HeldFields<SimAccount> = {
  fields: {
    name: (row) => row.name,
    platform: (row) => row.platform,
    state: stateOfAccount,
    sims: (row) => row.sims,
    linked: (row) => row.linked,
    waiting: (row) => row.waiting,
    failed: (row) => row.failed,
    lastSync: (row) => row.lastSyncAt && new Date(row.lastSyncAt),
  },
  search: ['name'],
};
