import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { readExamples } from '#server/scripts/codec-examples.ts';
import { readCodec } from '#server/scripts/codec-file.ts';
import type { CodecExample } from '#server/scripts/codec-file-contract.ts';

export interface FoundCodec {
  /** Below the folder that was named. */
  name: string;
  source: string;
  examples: CodecExample[];
}

const LARGEST = 2 * 1024 * 1024;

/**
 * Every codec in a folder with the examples that belong to it: chirpstack-device-profiles (`test_decode_x.json` beside
 * `x.js`), lorawan-devices of The Things Network (`*-codec.yaml` that names its files) and Actility's catalogue
 * (`examples.json` in the folder of the driver). Files without a function of a codec are passed over;
 * what needs packages, or is no script, is no plain JavaScript and is left out by name.
 */
export function collectCodecs(folder: string): { codecs: FoundCodec[]; leftOut: string[] } {
  const leftOut: string[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(^|\/)(node_modules|\.git|test|tests|__tests__)\//.test(name))
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
  const named = examplesByScript(folder, files);
  const codecs = files
    .filter((name) => /\.c?js$/.test(name) && statSync(path.join(folder, name)).size <= LARGEST)
    .flatMap((name) => {
      const source = readFileSync(path.join(folder, name), 'utf8');
      const { functions, warnings } = readCodec(source);
      if (!functions.some(({ entry }) => entry !== 'main' && entry !== 'normalizeUplink')) return [];
      if (warnings.some(({ blocks }) => blocks)) {
        leftOut.push(`${name}: ${warnings.map(({ code }) => code).join(', ')}`);
        return [];
      }
      const can = new Set(functions.map(({ entry }) => entry));
      const examples = (named.get(name) ?? []).filter(({ direction }) => can.has(ENTRIES[direction]));
      return [{ name, source, examples }];
    });
  return { codecs, leftOut };
}

export const ENTRIES = {
  uplink: 'decodeUplink',
  'downlink-encode': 'encodeDownlink',
  'downlink-decode': 'decodeDownlink',
} as const;

function examplesByScript(folder: string, files: readonly string[]): Map<string, CodecExample[]> {
  const found = new Map<string, CodecExample[]>();
  const add = (script: string, examples: readonly CodecExample[]) =>
    found.set(script, [...(found.get(script) ?? []), ...examples]);
  for (const name of files) {
    if (!/\.(json5?|ya?ml)$/i.test(name) || statSync(path.join(folder, name)).size > LARGEST) continue;
    for (const script of scriptsOf(folder, name, files)) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const read = readExamples({ name, text: script.part ? JSON.stringify(script.part) : text });
      if (read) add(script.name, read.examples);
    }
  }
  return found;
}

/** Which script a file of examples is about; of The Things Network's, which part of it. */
function scriptsOf(
  folder: string,
  name: string,
  files: readonly string[],
): { name: string; part?: object }[] {
  const here = path.dirname(name);
  const base = path.basename(name);
  const beside = (file: string) => path.join(here, file);
  const chirpstack = /^test_(?:decode|encode)_(.+)\.json$/.exec(base)?.[1];
  if (chirpstack) return [{ name: beside(`${chirpstack}.js`) }];
  if (/-codec\.ya?ml$/.test(base)) {
    const whole = parseYaml(readFileSync(path.join(folder, name), 'utf8')) as Record<
      string,
      { fileName?: string }
    >;
    return Object.entries(whole ?? {}).flatMap(([key, part]) =>
      part?.fileName ? [{ name: beside(part.fileName), part: { [key]: part } }] : [],
    );
  }
  if (!/examples\.json$/.test(base)) return [];
  const home = path.basename(here) === 'examples' ? path.dirname(here) : here;
  const main = mainOf(path.join(folder, home));
  const inside = files.filter((file) => file.startsWith(`${home}/`) && /\.js$/.test(file));
  const script = main ? inside.find((file) => file === path.join(home, main)) : undefined;
  const only = inside.length === 1 ? inside[0] : undefined;
  return [script ?? only].flatMap((found) => (found ? [{ name: found }] : []));
}

function mainOf(folder: string): string | null {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return null;
  const { main } = JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string };
  return main ? path.normalize(/\.js$/.test(main) ? main : `${main}.js`) : 'index.js';
}
