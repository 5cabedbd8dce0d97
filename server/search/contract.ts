import { z } from 'zod';
import { lineSchema } from '#server/platform/contract.ts';

export const searchQuerySchema = z.strictObject({ q: lineSchema(200).min(1) });
export type SearchQuery = z.output<typeof searchQuerySchema>;

export const SEARCH_KINDS = [
  'device',
  'sim',
  'flow',
  'destination',
  'decoder',
  'connection',
  'project',
  'device-type',
  'sim-account',
  'firmware',
  'bulk-task',
] as const;

export interface SearchHit {
  /**
   * `further`: the time was over before all devices were looked through; `further-lora`: more devices share the AppEUI.
   * Their names are what was looked for.
   */
  kind: (typeof SEARCH_KINDS)[number] | 'further' | 'further-lora';
  id: string;
  name: string;
  /** Identifier of a device, device of a SIM, project of a flow, kind of a destination, a decoder, a connection, a bulk task. */
  detail: string | null;
}
