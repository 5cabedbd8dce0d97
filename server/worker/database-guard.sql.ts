import { pipelineSql } from '#server/platform/database.ts';

interface Settings {
  fsync: string;
  fullPageWrites: string;
  synchronousCommit: string;
  encoding: string;
  isPrivileged: boolean;
}

const DURABLE = new Set(['on', 'remote_write', 'remote_apply']);

/** What the promise to lose nothing rests on; every sentence is a reason not to start. */
export async function databaseFaults(): Promise<string[]> {
  const [s] = await pipelineSql()<[Settings]>`
    select current_setting('fsync') as fsync, current_setting('full_page_writes') as "fullPageWrites",
      current_setting('synchronous_commit') as "synchronousCommit", current_setting('server_encoding') as encoding,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as "isPrivileged"`;
  const faults: string[] = [];
  if (s.fsync !== 'on') faults.push('fsync is off: what was answered as stored may be lost');
  if (s.fullPageWrites !== 'on') faults.push('full_page_writes is off: a crash may tear pages');
  if (!DURABLE.has(s.synchronousCommit)) {
    faults.push(`synchronous_commit is ${s.synchronousCommit}: what was answered as stored may be lost`);
  }
  if (s.encoding !== 'UTF8') faults.push(`the database is encoded as ${s.encoding}; it must be UTF8`);
  if (s.isPrivileged) faults.push('the role of the pipeline is a superuser or bypasses row-level security');
  return faults;
}
