import { z } from 'zod';
import { lineSchema } from '#server/platform/contract.ts';

/** Kinds of objects whose history shows on their own page, to whoever may see them. */
export const HISTORY_KINDS = [
  'device',
  'flow',
  'destination',
  'decoder',
  'project',
  'lora-connection',
  'sim',
  'sim-account',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

export const historyQuerySchema = z.strictObject({ kind: z.enum(HISTORY_KINDS), id: lineSchema(64) });

export interface AuditItem {
  id: number;
  at: Date;
  actor: { kind: 'user' | 'api-key' | 'system'; id: string; name: string };
  operation: string;
  object: { kind: string; id: string; name: string | null };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  address: string | null;
  via: 'portal' | 'api' | 'system';
}
