/** Bounds on untrusted packs; far above what a device sends (the ingestion doors stop at 64 KiB). */
export const MAX_PACK_BYTES = 1_048_576;
export const MAX_PACK_RECORDS = 10_000;
/** A name becomes a column value, a map key and a label on screen. */
export const MAX_NAME_LENGTH = 256;
export const MAX_UNIT_LENGTH = 64;
