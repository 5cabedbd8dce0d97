import { ingestUrl, publicUrl } from '#server/platform/env.ts';

/** Where a network server posts to: the portal's origin, or the lean ingestion server for busy installations. */
export function webhookAddresses(connectionId: string): { webhookUrl: string; ingestUrl: string } {
  const path = `/ingestion/lora/${connectionId}`;
  return { webhookUrl: `${publicUrl()}${path}`, ingestUrl: `${ingestUrl()}${path}` };
}
