import { heldExport } from '#server/exports/held-export.ts';
import { callerList } from './list-rules.ts';
import { getDoors } from './read-doors.ts';

export const callerExport = heldExport({
  name: 'callers',
  operation: 'lora-connections.read',
  held: callerList,
  columns: { id: (row) => row.identifier, network: (row) => row.network },
  read: async (actor) => (await getDoors(actor)).callers,
});
