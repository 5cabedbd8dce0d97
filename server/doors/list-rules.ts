import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { CallerItem } from './contract.ts';

export const callerList: HeldFields<CallerItem> = {
  fields: {
    identifier: (row) => row.identifier,
    door: (row) => row.door,
    reason: (row) => row.reason,
    count: (row) => row.count,
    first: (row) => new Date(row.firstSeenAt),
    last: (row) => new Date(row.lastSeenAt),
  },
  search: ['identifier'],
};
