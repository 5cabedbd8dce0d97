import { portalReadById } from '#server/http/table-rows.ts';
import { getSimAccount } from '#server/sims/read-accounts.ts';

export const GET = portalReadById(getSimAccount);
