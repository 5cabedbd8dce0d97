import { portalReadById } from '#server/http/table-rows.ts';
import { getMqttAccess } from '#server/mqtt/read-mqtt.ts';

export const GET = portalReadById((actor, { id }) => getMqttAccess(actor, { deviceId: id }));
