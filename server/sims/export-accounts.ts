import { heldExport } from '#server/exports/held-export.ts';
import { accountList } from './list-rules.ts';
import { listSimAccounts } from './read-accounts.ts';

export const accountExport = heldExport({
  name: 'sim-accounts',
  operation: 'sim-accounts.read',
  held: accountList,
  columns: { id: (row) => row.id, description: (row) => row.description, createdAt: (row) => row.createdAt },
  read: async (actor) => (await listSimAccounts(actor)).items,
});
