import { listDeviceFlows } from '#server/flows/read-flows.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById((actor, { id }) => listDeviceFlows(actor, { deviceId: id }));
