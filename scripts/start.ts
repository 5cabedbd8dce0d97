// npm start: database → migrations → demo data and build → worker and portal → the address. Ctrl-C stops all of it.
// npm run worker, npm run web (`npm start -- --only worker|web`): that part, beside others that share its database.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seedDemo, seedPlatform } from '../db/seed/demo.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../server/access/demo-contract.ts';
import { build } from './build.ts';
import {
  type Installation,
  KeptProcess,
  type Part,
  PORTAL,
  prepareInstallation,
  WORKER,
  waitFor,
} from './installation.ts';

const folder = process.env.DATA_DIR ?? '.data';
const { values } = parseArgs({ options: { only: { type: 'string', default: 'all' } } });
const PARTS: readonly Part[] = ['all', 'web', 'worker'];
const part = PARTS.find((one) => one === values.only);
if (!part) {
  console.error('--only is worker or web');
  process.exit(2);
}

function say(text: string): void {
  console.log(text);
}

/** The demo's receivers and simulator live on this machine: only its loopback is let through the guard of outgoing calls. */
const DEMO_ENVIRONMENT = { DEMO: 'true', EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8' };

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

const installation = await prepareInstallation(folder, part).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const kept: KeptProcess[] = [];
let exitCode = 0;
try {
  await run(installation);
} catch (error) {
  if (!stopping.signal.aborted) {
    exitCode = 1;
    console.error(error instanceof Error ? error.message : error);
  }
} finally {
  // Those who use the database first, the database last.
  await Promise.all(kept.map((process) => process.stop()));
  await installation.stopDatabase();
  say('Stopped.');
  process.exit(exitCode);
}

async function run({ env, embedded }: Installation): Promise<void> {
  const demo = embedded && process.env.DEMO !== 'false';
  if (part !== 'worker') {
    if (!existsSync('.next/things-portal-build'))
      say('Building the portal (the first time takes about a minute) …');
    await Promise.all([build(), demo ? seedDemo(env, say) : seedPlatform(env, say)]);
  }
  if (stopping.signal.aborted) return;
  const processes = {
    ...env,
    NODE_ENV: 'production',
    ...(demo ? DEMO_ENVIRONMENT : {}),
  } as NodeJS.ProcessEnv;
  const host = env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST;
  const ready: Promise<void>[] = [];
  if (part !== 'web') {
    const worker = new KeptProcess(WORKER, processes);
    kept.push(worker);
    // One that is there before its NATS waits for it, and the portal need not.
    const health = env.NATS_URL ? 'healthz' : 'readyz';
    ready.push(waitFor(`http://${host}:${env.INGEST_PORT}/${health}`, worker.child));
  }
  if (part !== 'worker') {
    const web = new KeptProcess(PORTAL, { ...processes, HOSTNAME: env.HOST } as NodeJS.ProcessEnv);
    kept.push(web);
    ready.push(waitFor(`http://${host}:${env.PORT}/sign-in`, web.child));
  }
  await Promise.all(ready);
  say(`\n${whatRuns(env)}; Ctrl-C stops it)`);
  if (demo)
    say(
      `Sign in as ${DEMO_ACCOUNTS.map((account) => account.email).join(' or ')}, password ${DEMO_PASSWORD}`,
    );
  await new Promise<void>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

function whatRuns({ PUBLIC_URL, INGEST_PORT, MQTT_PORT = '1883' }: NodeJS.ProcessEnv): string {
  const doors = `ingestion on port ${INGEST_PORT}, MQTT on port ${MQTT_PORT}`;
  if (part === 'worker') return `A worker is running (${doors}`;
  if (part === 'web') return `The portal is running: ${PUBLIC_URL}   (workers elsewhere`;
  return `Things Portal is running: ${PUBLIC_URL}   (${doors}`;
}
