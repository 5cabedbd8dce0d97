import { listAlerts } from '#server/alerts/read-alerts.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listAlerts);
