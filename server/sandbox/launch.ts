import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** Something that would stand between a script that broke out and the machine, and does not stand here. */
export interface MissingBarrier {
  /** `lifetime`: a child that hangs in a script would outlive a platform that was killed. */
  barrier: 'network' | 'user' | 'resources' | 'lifetime';
  reason: string;
}

export interface LaunchPlan {
  command: string;
  args: string[];
  missing: MissingBarrier[];
}

// Next's types want NODE_ENV in every environment; a child of ours inherits nothing at all.
const nothing = {} as NodeJS.ProcessEnv;

const NOBODY = '65534';
const TOOL_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

// turbopackIgnore, here and below: else the build takes every file of the project for a part of the portal.
function childEntry(): string {
  // A bundler moves this file but not the child's: whoever starts built code says where the sources are.
  const beside = import.meta.dirname ? join(import.meta.dirname, 'child', 'main.ts') : '';
  const top = process.env.THINGS_ROOT ?? process.cwd();
  const fromTop = join(/* turbopackIgnore: true */ top, 'server', 'sandbox', 'child', 'main.ts');
  const found = [beside, fromTop].find((path) => path !== '' && existsSync(path));
  if (!found) throw new Error(`the sandbox's child program is neither at ${beside} nor at ${fromTop}`);
  return realpathSync(found);
}

const PACKAGES = ['quickjs-emscripten', 'quickjs-emscripten-core', '@jitl'];

/** The engine's packages; a working copy may share the `node_modules` of another by a link. */
function packageFolders(entry: string): string[] {
  const library = createRequire(/* turbopackIgnore: true */ entry).resolve('quickjs-emscripten');
  const mark = `${sep}node_modules${sep}`;
  const real = library.slice(0, library.lastIndexOf(mark) + mark.length);
  const folders = PACKAGES.map((name) => join(/* turbopackIgnore: true */ real, name));
  for (let folder = dirname(entry); dirname(folder) !== folder; folder = dirname(folder)) {
    const home = join(/* turbopackIgnore: true */ folder, 'node_modules');
    if (!existsSync(join(/* turbopackIgnore: true */ home, 'quickjs-emscripten'))) continue;
    // Following a link needs the right to read the link; it reaches all packages then, which are no secret.
    if (lstatSync(home).isSymbolicLink()) folders.push(home);
    break;
  }
  return folders;
}

function nodeArguments(entry: string): string[] {
  const readable = [dirname(dirname(entry)), ...packageFolders(entry)];
  return [
    '--permission',
    ...readable.map((folder) => `--allow-fs-read=${folder}${sep}`),
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--max-old-space-size=128',
    entry,
  ];
}

const reasonIn = (complaint: string) =>
  (/^.*(?:error|denied|not permitted|fail).*$/im.exec(complaint) ?? [complaint.trim()])[0].slice(0, 300);

function works(command: readonly string[]): Promise<string | null> {
  const [file = '', ...args] = command;
  return new Promise((resolve) => {
    execFile(
      /* turbopackIgnore: true */ file,
      args,
      { env: nothing, timeout: 5_000 },
      (error, _out, complaint) => resolve(error ? reasonIn(complaint) || error.message : null),
    );
  });
}

const tool = (name: string) =>
  TOOL_FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));

/** Each wrapper is tried once, with a harmless command, on top of those that worked. */
async function plan(): Promise<LaunchPlan> {
  const entry = childEntry();
  const node = realpathSync(process.execPath);
  const missing: MissingBarrier[] = [];
  const wrappers: string[] = [];
  const attempt = async (
    barrier: MissingBarrier['barrier'],
    name: string,
    args: string[],
    proof: string[],
  ) => {
    const path = process.platform === 'linux' ? tool(name) : undefined;
    const reason = path
      ? await works([...wrappers, path, ...args, ...proof])
      : `${name} is not on this machine`;
    if (reason !== null) return { barrier, reason };
    wrappers.push(path ?? name, ...args);
    return null;
  };
  const root = process.getuid?.() === 0;
  const runs = [node, '--version'];

  const network = await attempt('network', 'unshare', root ? ['-n'] : ['--net', '--map-current-user'], runs);
  if (network) missing.push(network);

  const lasting = ['--no-new-privs', '--pdeathsig', 'KILL'];
  const nobody = [
    '--reuid',
    NOBODY,
    '--regid',
    NOBODY,
    '--clear-groups',
    '--inh-caps=-all',
    '--bounding-set=-all',
  ];
  // The clone may lie where nobody may look, e.g. below a 0700 home: reading the program is part of the proof.
  const reads = [node, '-e', 'require("fs").readFileSync(process.argv[1])', entry];
  const user = root
    ? await attempt('user', 'setpriv', [...nobody, ...lasting], reads)
    : { barrier: 'user' as const, reason: 'only root can give a child another user' };
  if (user) {
    missing.push(user);
    const lifetime = await attempt('lifetime', 'setpriv', lasting, runs);
    if (lifetime) missing.push(lifetime);
  }

  const resources = await attempt('resources', 'prlimit', ['--core=0', '--fsize=0', '--nofile=64'], runs);
  if (resources) missing.push(resources);

  const [command = node, ...args] = [...wrappers, node, ...nodeArguments(entry)];
  return { command, args, missing };
}

let known: Promise<LaunchPlan> | null = null;

export function launchPlan(): Promise<LaunchPlan> {
  known ??= plan();
  return known;
}

export function launch({ command, args }: LaunchPlan): ChildProcess {
  return spawn(command, args, { env: { ...nothing, TZ: 'UTC' }, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
}
