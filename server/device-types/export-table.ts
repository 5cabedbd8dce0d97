import { heldExport } from '#server/exports/held-export.ts';
import { typeList } from './list-rules.ts';
import { listDeviceTypes } from './read-device-types.ts';

export const typeExport = heldExport({
  name: 'device-types',
  operation: 'device-types.read',
  held: typeList,
  columns: { id: (row) => row.id, description: (row) => row.description },
  read: listDeviceTypes,
});
