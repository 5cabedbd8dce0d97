import { sql } from 'drizzle-orm';

/** State of the final delivery `r`; of one that went along with another that one's, `waiting` while that is on its way. */
export const outcomeOfFinal = sql`case when r.merged_into is null then r.state
  else (select coalesce(max(l.state), 'waiting') from deliveries l where l.id = r.merged_into) end`;
