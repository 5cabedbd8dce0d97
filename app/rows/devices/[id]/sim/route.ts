import { portalReadById } from '#server/http/table-rows.ts';
import { getDeviceSim } from '#server/sims/read-sims.ts';

export const GET = portalReadById((actor, { id }) => getDeviceSim(actor, { deviceId: id }));
