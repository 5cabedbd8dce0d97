// npm run bench <name>: one of scripts/bench. Loads go to loopback, are bounded and stop by themselves.
import { readdirSync } from 'node:fs';

const names = readdirSync('scripts/bench', { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('-scripts.ts'))
  .map((entry) => entry.name.slice(0, -3));
const [name = ''] = process.argv.slice(2, 3);

if (!names.includes(name)) {
  console.error(`npm run bench <name>, where name is one of: ${names.join(', ')}`);
  process.exit(2);
}
process.argv.splice(2, 1);
await import(`./bench/${name}.ts`);
