import { pipelineSql } from '#server/platform/database.ts';
import type { LiveHint } from './live-hints.ts';

export async function notifyLive(hints: LiveHint[]): Promise<void> {
  await pipelineSql()`select pg_notify('live', h) from unnest(${hints.map((hint) => JSON.stringify(hint))}::text[]) h`;
}
