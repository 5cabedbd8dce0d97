import postgres from 'postgres';
import { SandboxUnavailableError } from '../decode/decode-batch.ts';
import { StaleLeaseError } from '../record/record-batch.ts';

/** SQLSTATE classes of a server that is away, busy, stopping, or that asks to try again. */
const PASSING_CLASSES = new Set(['08', '40', '53', '55', '57', '58']);

/** The database or the sandbox is away for the moment, or the shard is another's: nothing is wrong with the messages. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof SandboxUnavailableError || error instanceof StaleLeaseError || isDatabaseAway(error)
  );
}

export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return PASSING_CLASSES.has(error.code.slice(0, 2));
  // What postgres.js itself throws (CONNECTION_CLOSED, CONNECT_TIMEOUT) and what sockets do.
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(CONN|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_)/.test(code);
}
