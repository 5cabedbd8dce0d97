import { pipelineSql } from '#server/platform/database.ts';

/** Payload of the channel `uplinks`: a JSON array of shards. */
export async function notifyUplinks(shards: number[]): Promise<void> {
  await pipelineSql()`select pg_notify('uplinks', ${JSON.stringify(shards)})`;
}
