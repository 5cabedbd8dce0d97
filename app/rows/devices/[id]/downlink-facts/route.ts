import { getDownlinkFacts } from '#server/downlinks/read-downlinks.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getDownlinkFacts);
