import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { decoders, encoders, scriptVersions } from '#db/schema/device-types.ts';
import { messageFormats } from '#db/schema/message-formats.ts';
import { scriptTests } from '#db/schema/scripts.ts';
import type { ScriptOwnerKind } from './contract.ts';

/** Where the rows of what owns scripts stand. */
interface OwnerTable {
  table: PgTable & Record<'id' | 'customerId' | 'name' | 'currentVersionId' | 'modifiedAt', AnyPgColumn>;
  /** Only rows whose kind is `script` have scripts; null where all have. */
  kind: AnyPgColumn | null;
  /** Its column in `scriptVersions`, and in `scriptTests`. */
  column: 'decoderId' | 'encoderId' | 'formatId';
}

export const OWNER_TABLES: Record<ScriptOwnerKind, OwnerTable> = {
  decoder: { table: decoders, kind: decoders.kind, column: 'decoderId' },
  encoder: { table: encoders, kind: encoders.kind, column: 'encoderId' },
  format: { table: messageFormats, kind: null, column: 'formatId' },
};

export const versionsOf = (kind: ScriptOwnerKind) => scriptVersions[OWNER_TABLES[kind].column];
export const testsOf = (kind: ScriptOwnerKind) => scriptTests[OWNER_TABLES[kind].column];
