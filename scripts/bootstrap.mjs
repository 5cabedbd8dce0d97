// Runs on any Node from 18 on: brings a supported runtime and the dependencies, then hands over to scripts/<command>.ts.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [command = 'start', ...args] = process.argv.slice(2);

function say(text) {
  process.stderr.write(`${text}\n`);
}

function npm(...npmArgs) {
  const r = spawnSync('npm', npmArgs, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (r.status !== 0) {
    say(`npm ${npmArgs.join(' ')} failed (${r.error ?? `exit ${r.status}`})`);
    process.exit(1);
  }
}

function supported(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The runtime to go on with: this one, or Node 24 LTS out of a registry package in a private folder. */
function runtime() {
  if (supported(process.versions.node)) return process.execPath;
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const folder = path.join(root, '.runtime');
  const binary = path.join(
    folder,
    'node_modules',
    `node-${os}-${process.arch}`,
    'bin',
    os === 'win' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary)) {
    say(`Node ${process.versions.node} is too old: installing Node 24 into .runtime …`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    npm(
      'install',
      '--prefix',
      folder,
      `node-${os}-${process.arch}@24`,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    );
  }
  return binary;
}

/** Dependencies as the lock file has them; done once per lock file. */
function dependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.things-portal-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing dependencies …');
  // Nothing we use needs an install script: binaries come inside packages, Postgres' links are made by scripts/postgres.ts.
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
  writeFileSync(stamp, lock);
}

const node = runtime();
dependencies();
const child = spawn(
  node,
  ['--disable-warning=ExperimentalWarning', path.join(root, 'scripts', `${command}.ts`), ...args],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  },
);
// The terminal sends Ctrl-C to the whole group; only wait for the child to end.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
