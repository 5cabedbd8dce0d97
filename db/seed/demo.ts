import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Plain http and loopback are for laboratories: where the demo's receivers are. */
const DEMO_ENVIRONMENT = { NODE_ENV: 'development', DEMO: 'true', EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8' };

/** The demo on an installation that has none; nothing where it stands already. `say` tells how far it is. */
export function seedDemo(environment: NodeJS.ProcessEnv, say: (text: string) => void): Promise<void> {
  return seed('demo', { ...environment, ...DEMO_ENVIRONMENT } as NodeJS.ProcessEnv, say);
}

/** The platform's catalogue of device types and decoders, which every installation needs. */
export function seedPlatform(environment: NodeJS.ProcessEnv, say: (text: string) => void): Promise<void> {
  return seed('catalogue', environment, say);
}

/** In a process of its own: what a month of history takes of memory is given back, and its environment is its own. */
function seed(what: string, env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/seed.ts', what], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { LOG_LEVEL: 'warn', ...env },
  });
  createInterface(child.stdout).on('line', say);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`The ${what} could not be made (${signal ?? `exit ${code}`}).`));
    });
  });
}
