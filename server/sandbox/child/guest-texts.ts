import { readFileSync } from 'node:fs';
import { LIMITS } from '../contract.ts';

const read = (name: string) => readFileSync(new URL(`./guest/${name}`, import.meta.url), 'utf8').trim();

/** A guest file is one function expression; this calls it, with plain data only. */
const called = (name: string, argument = '') => `${read(name).replace(/;$/, '')}\n(${argument})`;

const FUNCTION_NAMES = [
  'decodeUplink',
  'encodeDownlink',
  'decodeDownlink',
  'normalizeUplink',
  'Decoder',
  'Decode',
  'Converter',
  'Validator',
  'Encoder',
  'Encode',
  'main',
];

export const PRELUDE = called('prelude.js', JSON.stringify({ ...LIMITS, functionNames: FUNCTION_NAMES }));
export const SHIMS = called('shims.js');
export const BUFFER = called('buffer.js');
export const RESOLVER = read('resolver.js');
