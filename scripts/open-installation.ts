import { startPostgres } from './postgres.ts';
import { missingSecrets } from './secrets.ts';

/**
 * For commands beside the portal: its database, started where it does not run, and its keys. Called before anything is
 * imported that reads the environment; answers how to leave it.
 */
export async function openInstallation(): Promise<() => Promise<void>> {
  const folder = process.env.DATA_DIR ?? '.data';
  const server = process.env.DATABASE_URL ? null : await startPostgres({ dir: `${folder}/pg` });
  Object.assign(process.env, missingSecrets(folder), {
    LOG_LEVEL: 'silent',
    ...(server ? { DATABASE_URL: server.url } : {}),
  });
  return async () => {
    const { closeDatabase } = await import('../server/platform/database.ts');
    await closeDatabase();
    await server?.stop();
  };
}
