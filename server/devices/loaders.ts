import 'server-only';
import { cache } from 'react';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getDeviceHead, listDeviceRows } from './list-device-rows.ts';
import { listDeviceHistory } from './list-history.ts';
import { listDevices } from './read-devices.ts';

export const loadDevices = (query: TableQuery) => load((actor) => listDevices(actor, query));

export const loadDeviceRows = (query: TableQuery) => load((actor) => listDeviceRows(actor, query));

/** Read once a request: the layout and the page of a tab both want it. */
export const loadDeviceHead = cache((id: string) => loadWith(byIdSchema, { id }, getDeviceHead));

export const loadDeviceHistory = (id: string, query: TableQuery) =>
  loadWith(byIdSchema, { id }, (actor) => listDeviceHistory(actor, { id, query }));
