// npm run dev: as npm start, with the portal in development mode (reload on change).
import { seedDemo } from '../db/seed/demo.ts';
import { endProcess, prepareInstallation, startProcess, WORKER } from './installation.ts';

const installation = await prepareInstallation(process.env.DATA_DIR ?? '.data');
if (installation.embedded) await seedDemo(installation.env, console.log);
const env = {
  ...installation.env,
  NODE_ENV: 'development',
  DEMO: 'true',
  EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8',
} as NodeJS.ProcessEnv;
const children = [
  startProcess(['--watch', ...WORKER], env),
  startProcess(
    ['node_modules/next/dist/bin/next', 'dev', '--port', String(env.PORT), '--hostname', String(env.HOST)],
    env,
  ),
];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all(children.map(endProcess));
    await installation.stopDatabase();
    process.exit(0);
  });
}
