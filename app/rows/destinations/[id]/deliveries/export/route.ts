import { deliveryExport } from '#server/deliveries/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(deliveryExport);
