import { portalReadById } from '#server/http/table-rows.ts';
import { getLoraDevice } from '#server/lora-registrations/read-registrations.ts';

export const GET = portalReadById(getLoraDevice);
