// node scripts/seed.ts demo|catalogue — fills the database that the environment names; `npm start` runs it.
import { seedCatalogue } from '../db/seed/catalogue/seed-catalogue.ts';
import { demoState, wipeDemo } from '../db/seed/demo-state.ts';
import { closeDatabase } from '../server/platform/database.ts';

const WHAT: Record<string, () => Promise<void>> = { catalogue: seedCatalogue, demo: seedDemo };

const make = WHAT[process.argv[2] ?? ''];
if (!make) {
  console.error(`node scripts/seed.ts ${Object.keys(WHAT).join('|')}`);
  process.exit(2);
}
try {
  await make();
} finally {
  await closeDatabase();
}

/** The pipeline and all that belongs to it is loaded only where there is something to make. */
async function seedDemo(): Promise<void> {
  await seedCatalogue();
  const state = await demoState();
  if (state === 'whole') return;
  if (state === 'half') await wipeDemo();
  const { makeDemo, seedSmall } = await import('../db/seed/make-demo.ts');
  const { closeOutgoingHttp } = await import('../server/platform/outgoing-http.ts');
  try {
    // DEMO_SIZE=small: eight devices and two days, for tests.
    if (process.env.DEMO_SIZE === 'small') await seedSmall(console.log);
    else await makeDemo(console.log);
  } finally {
    await closeOutgoingHttp();
  }
}
