import { getHealthTrends } from '#server/devices/get-health-trends.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getHealthTrends);
