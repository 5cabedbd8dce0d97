import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getDownlinkFacts, listDeviceDownlinks } from './read-downlinks.ts';

/** What a device can be sent now. */
export const loadDownlinkFacts = (id: string) => loadWith(byIdSchema, { id }, getDownlinkFacts);

/** Of a device that is there. */
export const loadDownlinks = (id: string, query: TableQuery) =>
  load((actor) => listDeviceDownlinks(actor, { id, query }));
