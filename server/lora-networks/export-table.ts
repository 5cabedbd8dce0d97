import { heldExport } from '#server/exports/held-export.ts';
import { notFound } from '#server/platform/errors.ts';
import { connectionList, unknownList } from './list-rules.ts';
import { getConnection, listConnections } from './read-connections.ts';

export const connectionExport = heldExport({
  name: 'connections',
  operation: 'lora-connections.read',
  held: connectionList,
  columns: { id: (row) => row.id, createdAt: (row) => row.createdAt },
  read: listConnections,
});

/** Of one connection. */
export const unknownExport = heldExport({
  name: 'unknown-devices',
  operation: 'lora-connections.read',
  held: unknownList,
  columns: { id: (row) => row.identifier, network: (row) => row.network, add: 'drawn' },
  read: async (actor, id) => {
    const { inside } = await getConnection(actor, { id });
    if (!inside) throw notFound('lora-connections');
    return inside.unknown;
  },
});
