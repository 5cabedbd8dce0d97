import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { forgetDataKeys } from './data-keys.ts';
import { closeDatabase } from './database.ts';
import { arrayTypes } from './postgres-arrays.ts';

const TEMPLATE = 'things_template';

export interface TestDatabase {
  /** Address of this file's own database, as its owner. Known from `beforeAll` on. */
  readonly url: string;
  /** The owner's connection: sees and writes everything, for arranging and for looking. */
  readonly sql: postgres.Sql;
}

/** A database of its own for one test file, cloned from the migrated template; the environment points at it. */
export function useTestDatabase(): TestDatabase {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  let url = '';
  let sql: postgres.Sql | undefined;

  beforeAll(async () => {
    const server = inject('postgresUrl');
    await asAdmin(server, (admin) => admin.unsafe(`create database "${name}" template "${TEMPLATE}"`));
    const made = new URL(server);
    made.pathname = `/${name}`;
    url = made.href;
    sql = postgres(url, { max: 4, fetch_types: false, types: arrayTypes(), onnotice() {} });
    setEnvironment(url);
  });

  afterAll(async () => {
    await closeDatabase();
    forgetDataKeys();
    await sql?.end({ timeout: 5 });
    await asAdmin(inject('postgresUrl'), (admin) =>
      admin.unsafe(`drop database if exists "${name}" with (force)`),
    );
  });

  return {
    get url() {
      return url;
    },
    get sql() {
      if (!sql) throw new Error('useTestDatabase(): the database exists from beforeAll on');
      return sql;
    },
  };
}

function setEnvironment(url: string): void {
  process.env.DATABASE_URL = url;
  process.env.NEXTAUTH_SECRET ??= 'a secret for tests only, 32 chars';
  process.env.APP_KEK_CURRENT = 'test';
  process.env.APP_KEK_test = Buffer.alloc(32, 7).toString('base64');
  process.env.LOG_LEVEL ??= 'silent';
}

async function asAdmin(server: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(server, { max: 1, fetch_types: false, onnotice() {} });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
