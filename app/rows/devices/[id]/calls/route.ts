import { getCalls } from '#server/doors/read-doors.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getCalls);
