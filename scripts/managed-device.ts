// Managed devices are bought with the platform: only its operator adds and removes them, here.
// npm run managed-device -- add --customer "Harbour Works" --project "Buildings" --type kpn-conditionsensor-co2-iii \
//   (--name "Hall 3" [--dev-eui … --join-eui … --app-key …] | --csv devices.csv) [--as "Ann"]
// npm run managed-device -- remove --customer "Harbour Works" --device <id or identifier> [--as "Ann"]
// One line of JSON for each device; keys that the platform made stand in it, this once.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { openInstallation } from './open-installation.ts';

const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    customer: text,
    project: text,
    type: text,
    name: text,
    csv: text,
    device: text,
    'dev-eui': text,
    'join-eui': text,
    'app-key': text,
    as: { type: 'string', default: 'Operator' },
  },
});
const { customer, project, type, name, csv, device, as: operator } = values;
const [what] = positionals;
const isAdd = what === 'add' && customer && project && type && (name === undefined) !== (csv === undefined);
const isRemove = what === 'remove' && customer && device;
if (!isAdd && !isRemove) {
  console.error(
    'npm run managed-device -- add --customer <name> --project <name> --type <slug> (--name <name> | --csv <file>)\n' +
      'npm run managed-device -- remove --customer <name> --device <id or identifier>',
  );
  process.exit(2);
}

const leave = await openInstallation();
const { newDeviceSchema } = await import('../server/devices/contract.ts');
const { addManagedDevice, findManagedPlace, removeManagedDevice } = await import(
  '../server/devices/operate-managed.ts'
);
const { DomainError } = await import('../server/platform/errors.ts');

/** What does not fit, or is refused, does not keep the others from being added; it is said, and ends in failure. */
async function each(label: string, work: () => Promise<object>): Promise<void> {
  try {
    console.log(JSON.stringify({ device: label, ...(await work()) }));
  } catch (error) {
    const code = error instanceof DomainError ? error.code : String(error);
    console.error(JSON.stringify({ device: label, refused: code }));
    process.exitCode = 1;
  }
}

type Row = Record<string, string | undefined>;

function deviceOf({ name: called, description, barcode, devEui, joinEui, appKey }: Row) {
  const lora = devEui ? { lora: { devEui, joinEui, appKey } } : {};
  return newDeviceSchema.parse({ name: called, description, barcode, ...lora });
}

try {
  if (isRemove) await each(device, () => removeManagedDevice(operator, { customer, device }));
  if (isAdd) {
    const rows: Row[] = csv
      ? parse(readFileSync(csv), { bom: true, columns: true, trim: true, skip_empty_lines: true })
      : [{ name, devEui: values['dev-eui'], joinEui: values['join-eui'], appKey: values['app-key'] }];
    const place = await findManagedPlace({ customer, project, type });
    for (const row of rows)
      await each(row.name ?? '', () => addManagedDevice(operator, place, deviceOf(row)));
  }
} catch (error) {
  console.error(error instanceof DomainError ? error.code : error);
  process.exitCode = 1;
} finally {
  await leave();
}
