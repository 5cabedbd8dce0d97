import { portalReadById } from '#server/http/table-rows.ts';
import { getSim } from '#server/sims/read-sims.ts';

export const GET = portalReadById(getSim);
