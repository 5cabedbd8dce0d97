import { ingestUrl, publicUrl } from '#server/platform/env.ts';
import type { Provider } from './contract.ts';

/** Where a network server posts to: the portal's origin, or the lean ingestion server for busy installations. */
export function webhookAddresses(
  connectionId: string,
  provider: Provider,
): { webhookUrl: string; ingestUrl: string } {
  const path = `/ingestion/${provider === 'digital-matter' ? 'digitalmatter' : 'lora'}/${connectionId}`;
  return { webhookUrl: `${publicUrl()}${path}`, ingestUrl: `${ingestUrl()}${path}` };
}
