// npm run codecs -- <folder>: runs every codec in a folder, with its examples and a few payloads more, in the sandbox and
// in plain node:vm, and tells where they differ. The folder is one of yours, e.g. a clone of chirpstack-device-profiles,
// of The Things Network's lorawan-devices or of Actility's device-catalog. Plain means: without isolation, in this process.
import { createSandbox } from '#server/sandbox/sandbox.ts';
import { collectCodecs } from './codecs/collect.ts';
import { type CodecReport, compareCodec } from './codecs/compare.ts';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('npm run codecs -- <folder>');
  process.exit(2);
}

const sandbox = createSandbox({ onNotice: console.warn });
const reports: CodecReport[] = [];
const { codecs, leftOut } = collectCodecs(folder);
for (const codec of codecs) reports.push(await compareCodec(sandbox, codec));
await sandbox.stop();

const sum = (of: (report: CodecReport) => number) => reports.reduce((total, report) => total + of(report), 0);
const share = (part: number, whole: number) =>
  whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(2)} %`;
for (const { name, differing } of reports)
  for (const { what, plain, sandbox: boxed } of differing.slice(0, 5))
    console.log(
      `≠ ${name}, ${what}\n    plain   ${JSON.stringify(plain).slice(0, 300)}\n    sandbox ${JSON.stringify(boxed).slice(0, 300)}`,
    );
for (const line of leftOut) console.log(`left out: ${line}`);
const whole = reports.filter(({ differing }) => differing.length === 0).length;
const right = sum((report) => report.plainPasses);
console.log(
  `codecs              ${reports.length}, of them with examples ${reports.filter(({ examples }) => examples > 0).length}`,
);
console.log(
  `run unchanged       ${whole} (${share(whole, reports.length)}): the sandbox says what plain JavaScript says, in all calls`,
);
console.log(
  `calls               ${sum((report) => report.calls)}, differing ${sum((report) => report.differing.length)}`,
);
console.log(`examples            ${sum((report) => report.examples)}, right in plain JavaScript ${right}`);
console.log(
  `  of those, sandbox ${sum((report) => report.sandboxPasses)} (${share(
    sum((report) => report.sandboxPasses),
    right,
  )})`,
);
const TARGET = 0.99;
process.exitCode = reports.length > 0 && whole >= TARGET * reports.length ? 0 : 1;
