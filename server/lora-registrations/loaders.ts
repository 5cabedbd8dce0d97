import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getLoraDevice, listLoraDevices, listRegistrationTargets } from './read-registrations.ts';

export const loadLoraDevices = (query: TableQuery) => load((actor) => listLoraDevices(actor, query));

export const loadLoraDevice = (id: string) => loadWith(byIdSchema, { id }, getLoraDevice);

export const loadRegistrationTargets = () => load(listRegistrationTargets);
