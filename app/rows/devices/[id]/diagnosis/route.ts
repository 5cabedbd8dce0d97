import { diagnoseDevice } from '#server/diagnosis/diagnose-device.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById((actor, input) => diagnoseDevice(actor, input));
