// npm run --silent demo:info: the facts of the seeded demo as JSON, for programs that try the portal out.
import { startPostgres } from './postgres.ts';
import { missingSecrets } from './secrets.ts';

const folder = process.env.DATA_DIR ?? '.data';

if (process.env.DATABASE_URL) {
  refuse(
    process.env.NODE_ENV === 'production'
      ? 'This is a production installation with a database of its own: it has no demo.'
      : 'DATABASE_URL is set: the demo lives in the embedded database only.',
  );
}

const server = await startPostgres({ dir: `${folder}/pg` });
// Before anything is imported that reads the environment.
Object.assign(process.env, missingSecrets(folder), {
  DATABASE_URL: server.url,
  EMBEDDED_POSTGRES: 'true',
  LOG_LEVEL: 'silent',
});
const { demoInfo } = await import('../db/seed/demo-info.ts');
const { closeDatabase } = await import('../server/platform/database.ts');
try {
  const info = await demoInfo();
  if (info.devices.length > 0) console.log(JSON.stringify(info, null, 2));
  else {
    console.error('There is no demo in this database; npm start makes it.');
    process.exitCode = 1;
  }
} finally {
  await closeDatabase();
  await server.stop();
}

function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}
