import { getDeviceAlerts } from '#server/alerts/read-alerts.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getDeviceAlerts);
