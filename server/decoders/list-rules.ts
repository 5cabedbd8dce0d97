import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { DecoderListItem } from './script-contract.ts';

export const decoderList: HeldFields<DecoderListItem> = {
  fields: {
    name: (row) => row.name,
    description: (row) => row.description,
    whose: (row) => (row.own ? 'own' : 'builtIn'),
    types: (row) => row.deviceTypes.map((type) => type.name),
    version: (row) => row.currentVersion,
    flows: (row) => row.flowCount,
    failures: (row) => row.failures24h,
    modified: (row) => new Date(row.modifiedAt),
  },
  search: ['name', 'description', 'types'],
};
