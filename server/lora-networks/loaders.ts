import 'server-only';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getConnection, listConnections } from './read-connections.ts';

export const loadConnections = () => load(listConnections);

export const loadConnection = (id: string) => loadWith(byIdSchema, { id }, getConnection);
