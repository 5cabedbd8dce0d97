import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { pulseQuerySchema, uplinkByIdSchema } from './contract.ts';
import { getUplink, listUplinks, pulseOf } from './read-uplinks.ts';

export const loadUplinks = (deviceId: string, query: TableQuery) =>
  loadWith(byIdSchema, { id: deviceId }, (actor, { id }) => listUplinks(actor, { deviceId: id, query }));

export const loadUplink = (id: string | number, deviceId?: string) =>
  loadWith(uplinkByIdSchema, { id, ...(deviceId ? { deviceId } : {}) }, getUplink);

export const loadPulses = (deviceIds: string[], from: Date, to: Date, slots = 96) =>
  deviceIds.length === 0
    ? Promise.resolve({})
    : loadWith(pulseQuerySchema, { deviceIds, from, to, slots }, pulseOf);
