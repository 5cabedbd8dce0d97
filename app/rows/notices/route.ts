import { noticesSchema } from '#server/alerts/contract.ts';
import { listNotices } from '#server/alerts/read-alerts.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(noticesSchema, () => ({}), listNotices);
