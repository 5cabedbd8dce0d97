import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { DeviceType } from './contract.ts';

export const typeList: HeldFields<DeviceType> = {
  fields: {
    name: (row) => row.name,
    slug: (row) => row.slug,
    category: (row) => row.category,
    networks: (row) => row.networks,
    group: (row) => row.group,
    interval: (row) => row.expectedIntervalSeconds,
    decoders: (row) => row.decoders.length,
  },
  search: ['name', 'group', 'slug'],
};
