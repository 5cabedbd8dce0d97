import { heldExport } from '#server/exports/held-export.ts';
import { decoderList } from './list-rules.ts';
import { listDecoders } from './read-decoders.ts';

export const decoderExport = heldExport({
  name: 'decoders',
  operation: 'decoders.read',
  held: decoderList,
  columns: { id: (row) => row.id, createdAt: (row) => row.createdAt },
  read: listDecoders,
});
