// Commands that have managed LoRa devices take a version of their firmware: the platform's operator gives them, here.
// npm run managed-firmware -- add --type kpn-locationtag-ii-v2 --version 2.3 --port 6 --payload "3e 0a 02 03 fe" \
//   [--notes "…"] [--customer "Harbour Works"] [--as "Ann"]
// npm run managed-firmware -- remove --type kpn-locationtag-ii-v2 --version 2.3 [--customer "Harbour Works"] [--as "Ann"]
// Without a customer for all that have devices of the type. One line of JSON for each.
import { parseArgs } from 'node:util';
import { openInstallation } from './open-installation.ts';

const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    customer: text,
    type: text,
    version: text,
    port: text,
    payload: text,
    notes: text,
    as: { type: 'string', default: 'Operator' },
  },
});
const { customer, type, version, port, payload, notes, as: operator } = values;
const [what] = positionals;
const isAdd = what === 'add' && port !== undefined && payload !== undefined;
if (!type || !version || !(isAdd || what === 'remove')) {
  console.error(
    'npm run managed-firmware -- add --type <slug> --version <version> --port <FPort> --payload <hex> [--customer <name>]\n' +
      'npm run managed-firmware -- remove --type <slug> --version <version> [--customer <name>]',
  );
  process.exit(2);
}

const leave = await openInstallation();
const { managedFirmwareSchema } = await import('../server/firmware/contract.ts');
const { addManagedFirmware, removeManagedFirmware } = await import('../server/firmware/operate-managed.ts');
const { DomainError } = await import('../server/platform/errors.ts');

try {
  const given = isAdd
    ? await addManagedFirmware(
        operator,
        { customer, type },
        managedFirmwareSchema.parse({
          version,
          notes,
          command: { port: Number(port), payloadHex: payload.replace(/0x/gi, '') },
        }),
      )
    : await removeManagedFirmware(operator, { customer, type, version });
  for (const one of given) console.log(JSON.stringify(one));
  if (given.length === 0) console.error('no customer has devices of this type');
  if (given.length === 0 || given.some(({ refused }) => refused !== null)) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof DomainError ? error.code : error);
  process.exitCode = 1;
} finally {
  await leave();
}
