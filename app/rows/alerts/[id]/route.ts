import { getAlert } from '#server/alerts/read-alerts.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getAlert);
