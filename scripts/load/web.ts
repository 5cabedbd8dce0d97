import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { FEW_ARENAS, PORTAL } from '../installation.ts';
import { freePort } from '../postgres.ts';
import { ready, type Stand, type Worker } from './stand.ts';

/** The portal as it was last built, on the stand's database; null where nothing is built. */
export async function startWeb(stand: Stand, worker: Worker): Promise<Worker | null> {
  if (!existsSync(PORTAL.at(-1) as string)) return null;
  const port = await freePort();
  const log = openSync(`${stand.dir}.web.log`, 'w');
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, PORTAL, {
    stdio: ['ignore', log, log],
    env: {
      ...FEW_ARENAS,
      ...stand.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      INGEST_PORT: String(worker.port),
      PUBLIC_URL: origin,
      NEXTAUTH_URL: origin,
      NEXT_TELEMETRY_DISABLED: '1',
      THINGS_ROOT: process.cwd(),
    } as unknown as NodeJS.ProcessEnv,
  });
  await ready(`${origin}/sign-in`, child);
  return { process: child, port };
}
