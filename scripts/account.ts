// npm run account -- --customer "Harbour Works" --email you@example.org [--name "You"]: the first account of an
// installation without demo data: a customer, its administrator, and a first project. Prints the password once.
// npm run account -- --operator --email you@example.org: an account of the platform's operator, who has no devices but
// the LoRa connections that every customer may use.
import { parseArgs } from 'node:util';
import { openInstallation } from './open-installation.ts';

const { values } = parseArgs({
  options: {
    customer: { type: 'string' },
    operator: { type: 'boolean', default: false },
    email: { type: 'string' },
    name: { type: 'string' },
  },
});
const { customer, operator, email } = values;
if (!email || operator === (customer !== undefined)) {
  console.error(
    'npm run account -- (--customer "<company>" | --operator) --email <address> [--name "<person>"]',
  );
  process.exit(2);
}

const leave = await openInstallation();
const { createCustomer } = await import('../server/customers/create-customer.ts');
const { createUser } = await import('../server/users/create-user.ts');
const { OPERATOR_ROLES } = await import('../server/users/operator.ts');
const { createProject } = await import('../server/projects/create-project.ts');
const { PLATFORM_CUSTOMER_ID } = await import('../db/columns.ts');
const { systemActor } = await import('../server/access/system-actor.ts');
const { generateSecret } = await import('../server/platform/generate-secret.ts');
const { findSystemUserByEmail } = await import('../server/access/repository.ts');
const { DomainError } = await import('../server/platform/errors.ts');

try {
  if (await findSystemUserByEmail(email.toLowerCase()))
    throw new DomainError('users.email-taken', 'conflict');
  const password = generateSecret();
  const id = customer ? (await createCustomer({ name: customer })).id : PLATFORM_CUSTOMER_ID;
  await createUser({
    customerId: id,
    name: values.name ?? email,
    email,
    password,
    roles: operator
      ? OPERATOR_ROLES
      : ['organization.admin', 'manager.admin', 'creator.admin', 'support.user', 'finance.read-only'],
  });
  if (customer) await createProject(systemActor(id), { name: 'My first project', description: null });
  console.log(`${email} may sign in now. Password, shown this once: ${password}`);
} catch (error) {
  console.error(error instanceof DomainError ? error.code : error);
  process.exitCode = 1;
} finally {
  await leave();
}
