import { SandboxUnavailableError } from '#server/pipeline/decode/decode-batch.ts';
import { isPassing as isDatabasePassing } from '#server/platform/postgres-errors.ts';

/** It may go well the next time: the database or the sandbox is away, or somebody else was faster. */
export const isPassing = (error: unknown): boolean =>
  error instanceof SandboxUnavailableError || isDatabasePassing(error);
