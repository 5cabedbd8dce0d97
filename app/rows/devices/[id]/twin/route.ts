import { portalReadById } from '#server/http/table-rows.ts';
import { getTwin } from '#server/twins/read-twin.ts';

export const GET = portalReadById((actor, { id }) => getTwin(actor, { deviceId: id }));
