import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { uplinkByIdSchema } from './contract.ts';
import { getSolvedPlace, getUplink, listUplinks } from './read-uplinks.ts';

export const loadUplinks = (deviceId: string, query: TableQuery) =>
  loadWith(byIdSchema, { id: deviceId }, (actor, { id }) => listUplinks(actor, { deviceId: id, query }));

export const loadSolvedPlace = (deviceId: string) => loadWith(byIdSchema, { id: deviceId }, getSolvedPlace);

export const loadUplink = (id: string | number, deviceId?: string) =>
  loadWith(uplinkByIdSchema, { id, ...(deviceId ? { deviceId } : {}) }, getUplink);
