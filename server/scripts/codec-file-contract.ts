import { z } from 'zod';
import { LIMITS } from '#server/sandbox/contract.ts';

/** A vendor's codec as it lies on a disk or in a repository: one script, with or without files of examples. */

const MAX_FILES = 20;
const MAX_FILE_CHARS = 512 * 1024;
/** Below the megabyte that one request may carry. */
const MAX_ALL_CHARS = 800 * 1024;

export const codecFilesSchema = z.strictObject({
  files: z
    .array(z.strictObject({ name: z.string().min(1).max(300), text: z.string().max(MAX_FILE_CHARS) }))
    .min(1)
    .max(MAX_FILES)
    .refine(
      (files) => files.reduce((sum, file) => sum + file.text.length, 0) <= MAX_ALL_CHARS,
      `must together be at most ${MAX_ALL_CHARS} characters`,
    ),
});
export type CodecFiles = z.output<typeof codecFilesSchema>;

/** What the platform calls, in the order in which it looks. */
export type CodecEntry = 'decodeUplink' | 'encodeDownlink' | 'decodeDownlink' | 'normalizeUplink' | 'main';

export interface CodecFunction {
  /** As the file calls it: `Decoder`, `driver.decodeUplink`. */
  name: string;
  entry: CodecEntry;
  /** A form from before TS013: understood all the same. */
  legacy: boolean;
  /** Line in the source, from 1; null where it is not written out there (bundles). */
  line: number | null;
}

/** Codes; words are in the messages under `codecs.warnings`. `blocks`: the script cannot run as it is. */
export const CODEC_WARNINGS = {
  'no-script': { blocks: true },
  'several-scripts': { blocks: false },
  'syntax-error': { blocks: true },
  'es-module': { blocks: true },
  'es-module-rewritten': { blocks: false },
  'needs-package': { blocks: true },
  'needs-platform': { blocks: false },
  'async-function': { blocks: true },
  'no-function': { blocks: true },
  'no-uplink': { blocks: false },
  'too-large': { blocks: true },
  'legacy-form': { blocks: false },
  'keeps-state': { blocks: false },
  'examples-not-read': { blocks: false },
  'example-skipped': { blocks: false },
  'too-many-examples': { blocks: false },
} as const;
export type CodecWarningCode = keyof typeof CODEC_WARNINGS;

export interface CodecWarning {
  code: CodecWarningCode;
  blocks: boolean;
  /** What the words name: a package, a function, a file, a count. */
  details: Record<string, string | number>;
  /** Where in the source, from 1. */
  line: number | null;
}

export type CodecExample = {
  description: string;
  /** What the example says comes out: `data` and perhaps warnings, or errors. null: it says nothing. */
  expected: CodecExpectation | null;
} & (
  | { direction: 'uplink' | 'downlink-decode'; input: { bytes: number[]; fPort: number; recvTime?: string } }
  | { direction: 'downlink-encode'; input: { data: unknown; fPort?: number } }
);

export interface CodecExpectation {
  /** Of decoders. */
  data?: unknown;
  /** Of encoders. */
  bytes?: number[];
  fPort?: number;
  warnings?: string[];
  errors?: string[];
}

export interface CodecFile {
  /** null where no script was among the files. */
  contract: 'things' | 'ts013' | null;
  source: string;
  /** The file it came from. */
  name: string | null;
  functions: CodecFunction[];
  warnings: CodecWarning[];
  examples: CodecExample[];
  /** The most that a script may hold, to be told beside `too-large`. */
  limits: { sourceBytes: number; examples: number };
}

export const CODEC_LIMITS = { sourceBytes: LIMITS.sourceBytes, examples: 100 } as const;
