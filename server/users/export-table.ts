import { heldExport } from '#server/exports/held-export.ts';
import { userList } from './list-rules.ts';
import { listUsers } from './read-users.ts';

export const userExport = heldExport({
  name: 'users',
  operation: 'users.read',
  held: userList,
  columns: { id: (row) => row.id },
  read: listUsers,
});
