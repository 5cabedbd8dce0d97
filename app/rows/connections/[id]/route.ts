import { portalReadById } from '#server/http/table-rows.ts';
import { getConnection } from '#server/lora-networks/read-connections.ts';

export const GET = portalReadById(getConnection);
