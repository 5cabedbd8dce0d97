import { and, eq, sql } from 'drizzle-orm';
import { destinations } from '#db/schema/destinations.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { openSecrets, sealSecrets } from './destination-secrets.ts';

/** Destinations of before kept the values of their own headers among the settings, where everybody saw them. */
export async function sealHeaderValuesSystem(): Promise<number> {
  return pipelineDatabase().transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(destinations)
      .where(sql`jsonb_exists(${destinations.settings}, 'additionalHeaders')`)
      .for('update');
    for (const { id, customerId, settings, secrets } of rows) {
      const { additionalHeaders, ...kept } = settings as { additionalHeaders: Record<string, string> };
      const { scope } = systemActor(customerId);
      const opened = await openSecrets(tx, scope, id, secrets);
      const sealed = await sealSecrets(tx, scope, id, { ...opened, headers: additionalHeaders });
      await tx
        .update(destinations)
        .set({ settings: { ...kept, headerNames: Object.keys(additionalHeaders) }, secrets: sealed })
        .where(and(eq(destinations.customerId, customerId), eq(destinations.id, id)));
    }
    return rows.length;
  });
}
