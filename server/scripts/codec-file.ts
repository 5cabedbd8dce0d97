import { isExampleFile, readExamples } from './codec-examples.ts';
import {
  CODEC_LIMITS,
  CODEC_WARNINGS,
  type CodecExample,
  type CodecFile,
  type CodecFiles,
  type CodecFunction,
  type CodecWarning,
  type CodecWarningCode,
} from './codec-file-contract.ts';
import { functionsOf } from './codec-functions.ts';
import { asScript } from './codec-module.ts';
import { needsOf } from './codec-needs.ts';
import { parseScript, syntaxFault } from './codec-syntax.ts';

type File = CodecFiles['files'][number];
type Facts = Pick<CodecFile, 'contract' | 'source' | 'functions' | 'warnings'>;

const isScriptFile = (name: string) => /\.[cm]?js$/i.test(name) || !/\.[a-z0-9]+$/i.test(name);

/** What the files of a vendor's codec hold: the script as the platform would run it, and its examples. Runs nothing. */
export function readCodecFiles({ files }: CodecFiles): CodecFile {
  const scripts = files
    .filter(({ name }) => isScriptFile(name))
    .map((file) => ({ file, ...readCodec(file.text) }));
  const best = scripts.toSorted((a, b) => worth(b) - worth(a))[0];
  const read = examplesOf(
    files.filter(({ name }) => !isScriptFile(name)),
    best?.functions ?? [],
  );
  const limits = { ...CODEC_LIMITS };
  if (!best) {
    const warnings = [warning('no-script'), ...read.warnings];
    return {
      contract: null,
      source: '',
      name: null,
      functions: [],
      warnings,
      examples: read.examples,
      limits,
    };
  }
  const { file, ...facts } = best;
  const others = scripts.filter((one) => one !== best).map((one) => one.file.name);
  const several = others.length
    ? [warning('several-scripts', { name: file.name, others: others.join(', ') })]
    : [];
  const warnings = [...several, ...facts.warnings, ...read.warnings];
  return { ...facts, name: file.name, warnings, examples: read.examples, limits };
}

/** The one that decodes what devices send, of those that can run. */
function worth({ functions, warnings }: Facts): number {
  const has = (entry: CodecFunction['entry']) => functions.some((one) => one.entry === entry);
  const runs = warnings.some(({ blocks }) => blocks) ? 0 : 1;
  return (has('decodeUplink') ? 4 : has('encodeDownlink') || has('main') ? 2 : 0) + runs;
}

const warning = (
  code: CodecWarningCode,
  details: CodecWarning['details'] = {},
  line: number | null = null,
): CodecWarning => ({ code, blocks: CODEC_WARNINGS[code].blocks, details, line });

/** One script: what it offers, and what keeps it from running here. */
export function readCodec(text: string): Facts {
  const given = text.replace(/^\uFEFF/, '');
  const warnings: CodecWarning[] = [];
  const bytes = Buffer.byteLength(given);
  if (bytes > CODEC_LIMITS.sourceBytes)
    warnings.push(warning('too-large', { bytes, most: CODEC_LIMITS.sourceBytes }));
  const source = plainScript(given, warnings);
  const parsed = parseScript(source);
  if (!parsed) {
    const { message, line } = syntaxFault(source);
    if (!warnings.some(({ code }) => code === 'es-module'))
      warnings.push(warning('syntax-error', { message }, line));
    return { contract: null, source, functions: [], warnings };
  }
  const found = functionsOf(parsed, parsed.isWrapped ? `(${source}` : source);
  const isThings = found.length > 0 && found.every(({ entry }) => entry === 'main');
  const functions = found
    .map(({ isAsync: _, ...one }) => one)
    .filter(({ entry }) => isThings || entry !== 'main');
  for (const { name, line } of found.filter(({ isAsync }) => isAsync))
    warnings.push(warning('async-function', { name }, line));
  warnings.push(...needsOf(parsed.program).map(({ code, details, line }) => warning(code, details, line)));
  warnings.push(...shortcomings(functions));
  return {
    contract: functions.length === 0 ? null : isThings ? 'things' : 'ts013',
    source,
    functions,
    warnings,
  };
}

/** A module without imports is one `export` away from a script. */
function plainScript(text: string, warnings: CodecWarning[]): string {
  if (parseScript(text)) return text;
  const module = asScript(text);
  if (!module) return text;
  warnings.push(warning(module.source === null ? 'es-module' : 'es-module-rewritten'));
  for (const name of module.imports) warnings.push(warning('needs-package', { name }));
  return module.source ?? text;
}

function shortcomings(functions: readonly CodecFunction[]): CodecWarning[] {
  if (functions.length === 0) return [warning('no-function')];
  const uplink = functions.find(({ entry }) => entry === 'decodeUplink' || entry === 'main');
  if (!uplink) return [warning('no-uplink')];
  return uplink.legacy ? [warning('legacy-form', { name: uplink.name }, uplink.line)] : [];
}

function examplesOf(
  files: readonly File[],
  functions: readonly CodecFunction[],
): { examples: CodecExample[]; warnings: CodecWarning[] } {
  const all: CodecExample[] = [];
  const warnings: CodecWarning[] = [];
  let left = 0;
  for (const file of files) {
    const read = isExampleFile(file.name) ? readExamples(file) : null;
    if (!read || (read.examples.length === 0 && read.skipped === 0)) {
      warnings.push(warning('examples-not-read', { name: file.name }));
      continue;
    }
    if (read.skipped > 0) warnings.push(warning('example-skipped', { name: file.name, count: read.skipped }));
    all.push(...read.examples);
    left += read.left;
  }
  const can = ({ direction }: CodecExample) =>
    functions.length === 0 ||
    functions.some(
      ({ entry }) => entry === ENTRY_OF[direction] || (entry === 'main' && direction === 'uplink'),
    );
  const examples = all.filter(can);
  left += Math.max(0, examples.length - CODEC_LIMITS.examples);
  if (left > 0) warnings.push(warning('too-many-examples', { count: left, most: CODEC_LIMITS.examples }));
  return { examples: examples.slice(0, CODEC_LIMITS.examples), warnings };
}

const ENTRY_OF = {
  uplink: 'decodeUplink',
  'downlink-encode': 'encodeDownlink',
  'downlink-decode': 'decodeDownlink',
} as const satisfies Record<CodecExample['direction'], CodecFunction['entry']>;
