import type { RowCopy } from '#components/ui/data-table/table-types.ts';
import type { DeviceListItem } from '#server/devices/contract.ts';
import { IDENTIFIER_NAMES } from './networks/network-tabs.ts';

/** What can be copied of a device in a list: what it is known by on each network. */
export const identifierCopies = ({ identifiers }: Pick<DeviceListItem, 'identifiers'>): RowCopy[] =>
  identifiers.map(({ network, identifier }) => ({ name: IDENTIFIER_NAMES[network], value: identifier }));
