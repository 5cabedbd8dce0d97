import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getDeviceHealth } from './get-device-health.ts';
import { getDevice, listDevices } from './read-devices.ts';

export const loadDevices = (query: TableQuery) => load((actor) => listDevices(actor, query));

export const loadDevice = (id: string) => loadWith(byIdSchema, { id }, getDevice);

export const loadDeviceHealth = (id: string) => loadWith(byIdSchema, { id }, getDeviceHealth);
