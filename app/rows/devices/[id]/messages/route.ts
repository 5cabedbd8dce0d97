import { tableRowsOf } from '#server/http/table-rows.ts';
import { listUplinks } from '#server/uplinks/read-uplinks.ts';

export const GET = tableRowsOf((actor, { id, query }) => listUplinks(actor, { deviceId: id, query }));
