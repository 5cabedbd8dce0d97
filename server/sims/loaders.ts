import 'server-only';
import { z } from 'zod';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema, idSchema } from '#server/platform/contract.ts';
import { getSimAccount, listSimAccounts, listSimPlans } from './read-accounts.ts';
import { getDeviceSim, getSim, listSims } from './read-sims.ts';

export const loadSims = (query: TableQuery) => load((actor) => listSims(actor, query));

export const loadSim = (id: string) => loadWith(byIdSchema, { id }, getSim);

export const loadDeviceSim = (deviceId: string) =>
  loadWith(z.strictObject({ deviceId: idSchema }), { deviceId }, getDeviceSim);

export const loadSimAccounts = () => load(listSimAccounts);

/** Of all accounts, to choose from. */
export const loadSimPlans = () => load(listSimPlans);

export const loadSimAccount = (id: string) => loadWith(byIdSchema, { id }, getSimAccount);
