import 'server-only';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { isGlobal } from './global-connection.ts';
import { getConnection, listConnections } from './read-connections.ts';

export const loadConnections = () => load(listConnections);

/** Whether a connection that the reader makes is for every customer. */
export const loadMakesGlobal = () => load(async ({ scope }) => isGlobal(scope));

export const loadConnection = (id: string) => loadWith(byIdSchema, { id }, getConnection);
