import type { SandboxContract, SandboxError, SandboxLog } from '../contract.ts';
import type { Image } from './image.ts';

export interface RunAnswer {
  output: unknown;
  logs: SandboxLog[];
  error: SandboxError | null;
  durationMs: number;
}

/** A script as it is kept: its image, or why it cannot be loaded. */
export interface Script {
  image: Image | null;
  failure: SandboxError | null;
  /** It only parses inside parentheses, which moves its first line by one column. */
  wrapped: boolean;
  source: string;
  contract: SandboxContract;
}

/** Contracts whose script is one main function, perhaps nothing but its expression. */
export const isOneFunction = ({ contract }: Script) => contract !== 'ts013';

export const mentionsBuffer = ({ source }: Script) => source.includes('Buffer');

/** `function (s) { … }` is an expression only inside parentheses. */
export function textOf({ source, wrapped }: Script): string {
  return wrapped ? `(${source.replace(/[;\s]+$/, '')}\n)` : source;
}

export function failed(error: SandboxError, durationMs: number): RunAnswer {
  return { output: null, logs: [], error, durationMs };
}

/** Where it happened in the script as its author wrote it. */
export function unwrapped(error: SandboxError, script: Script): SandboxError {
  const shift = script.wrapped && error.line === 1 && error.column !== null ? 1 : 0;
  return { ...error, column: error.column === null ? null : error.column - shift };
}

export function withModuleHint(error: SandboxError, source: string): SandboxError {
  if (error.name !== 'SyntaxError' || !/^\s*(import|export)\b/m.test(source)) return error;
  return { ...error, message: `${error.message} (a script is not a module: it cannot import or export)` };
}
