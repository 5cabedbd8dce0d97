import type { SandboxError, SandboxLog } from './contract.ts';

/** One call on its way to a child: id, script key, index in ENTRY_POINTS, input as JSON text. */
export type WireCall = [id: number, scriptKey: string, entry: number, input: string];

/** One line, parent to child. Sources travel only with the first call that needs them. */
export interface WireBatch {
  calls: WireCall[];
  sources: Record<string, string>;
}

/** First line of a child. `fresh` is the slow way, taken when the self-test of images failed; `why` tells. */
export interface WireReady {
  ready: 'image' | 'fresh';
  why: string | null;
}

/** One line per call, in the order of the calls; `loaded` may come before it, as a sign of life. */
export type WireAnswer =
  | { id: number; need: true }
  | { id: number; loaded: true }
  | { id: number; output: unknown; logs: SandboxLog[]; error: SandboxError | null; durationMs: number };

/** A longer line does not come from our child: 256 KB of result, logs that escape to six times their length. */
export const LONGEST_LINE = 1024 * 1024;
