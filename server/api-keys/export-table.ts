import { heldExport } from '#server/exports/held-export.ts';
import { keyList } from './list-rules.ts';
import { listApiKeys } from './read-api-keys.ts';

export const keyExport = heldExport({
  name: 'api-keys',
  operation: 'api-keys.read',
  held: keyList,
  columns: { id: (row) => row.id, createdAt: (row) => row.createdAt, revoke: 'drawn' },
  read: listApiKeys,
});
