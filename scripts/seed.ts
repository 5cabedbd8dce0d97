// node scripts/seed.ts demo|catalogue — fills the database that the environment names; `npm start` runs it.
import { seedCatalogue } from '../db/seed/catalogue/seed-catalogue.ts';
import { makeDemo } from '../db/seed/make-demo.ts';
import { closeDatabase } from '../server/platform/database.ts';
import { closeOutgoingHttp } from '../server/platform/outgoing-http.ts';

const WHAT: Record<string, () => Promise<void>> = {
  catalogue: seedCatalogue,
  demo: () => makeDemo(console.log),
};

const make = WHAT[process.argv[2] ?? ''];
if (!make) {
  console.error(`node scripts/seed.ts ${Object.keys(WHAT).join('|')}`);
  process.exit(2);
}
try {
  await make();
} finally {
  await closeOutgoingHttp();
  await closeDatabase();
}
