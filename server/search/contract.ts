import { z } from 'zod';
import { lineSchema } from '#server/platform/contract.ts';

export const searchQuerySchema = z.strictObject({ q: lineSchema(200).min(1) });
export type SearchQuery = z.output<typeof searchQuerySchema>;

export interface SearchHit {
  kind: 'device' | 'flow' | 'destination';
  id: string;
  name: string;
  /** Identifier of a device, project of a flow, kind of a destination. */
  detail: string | null;
}
