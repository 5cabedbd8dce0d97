import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { User } from './contract.ts';

export const userList: HeldFields<User> = {
  fields: {
    name: (row) => row.name,
    email: (row) => row.email,
    jobTitle: (row) => row.jobTitle,
    roles: (row) => row.roles,
    status: (row) => row.status,
    seen: (row) => row.lastSeenAt && new Date(row.lastSeenAt),
    created: (row) => new Date(row.createdAt),
  },
  search: ['name', 'email', 'jobTitle'],
};
