import { listDeliveries } from '#server/deliveries/read-deliveries.ts';
import { tableRowsOf } from '#server/http/table-rows.ts';

export const GET = tableRowsOf((actor, { id, query }) => listDeliveries(actor, { query, destinationId: id }));
