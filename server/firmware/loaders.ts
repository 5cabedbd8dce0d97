import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getFirmware, listFirmware, listFirmwareAssignments, listFirmwareTypes } from './read-firmware.ts';

/** Types that firmware can be added of. */
export const loadFirmwareTypes = () => load(listFirmwareTypes);

export const loadFirmware = () => load(listFirmware);

export const loadFirmwareVersion = (id: string) => loadWith(byIdSchema, { id }, getFirmware);

export const loadFirmwareAssignments = (id: string, query: TableQuery) =>
  loadWith(byIdSchema, { id }, (actor, input) => listFirmwareAssignments(actor, { ...input, query }));
