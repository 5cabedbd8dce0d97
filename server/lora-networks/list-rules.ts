import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { Connection, UnknownDevice } from './contract.ts';

export const connectionList: HeldFields<Connection> = {
  fields: {
    name: (row) => row.name,
    provider: (row) => row.provider,
    status: (row) => row.state,
    scope: (row) => (row.isGlobal ? 'global' : 'own'),
    last: (row) => row.lastMessageAt && new Date(row.lastMessageAt),
    refused: (row) => row.refusedLastHour,
    unknown: (row) => row.unknownDevices,
  },
  search: ['name'],
};

/** Devices that were heard at a connection and that nobody registered. */
export const unknownList: HeldFields<UnknownDevice> = {
  fields: {
    identifier: (row) => row.identifier,
    count: (row) => row.count,
    first: (row) => new Date(row.firstSeenAt),
    last: (row) => new Date(row.lastSeenAt),
  },
  search: ['identifier'],
};
