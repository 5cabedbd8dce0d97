import { beforeAll, expect, it } from 'vitest';
import { createCustomer } from '#server/customers/create-customer.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createUser } from '#server/users/create-user.ts';
import { sessionOf } from './session.ts';
import { signIn } from './sign-in.ts';

const database = useTestDatabase();
const RIGHT = { email: 'ada@sign-in.example', password: 'Right-password-1' };
const WRONG = { ...RIGHT, password: 'Wrong-password-1' };
const from = (address: string) => ({ address, userAgent: 'test' });

beforeAll(async () => {
  const { id } = await createCustomer({ name: 'Sign-in' });
  await createUser({ customerId: id, name: 'Ada', ...RIGHT, roles: ['manager.editor', 'manager.read-only'] });
});

it('opens a session that carries the lowest role of each group and ends when its row is revoked', async () => {
  const { sessionId } = await signIn(RIGHT, from('192.0.2.1'));
  expect(await sessionOf(sessionId, null)).toMatchObject({ actor: { roles: { manager: 'read-only' } } });
  await database.sql`update sessions set revoked_at = now() where id = ${sessionId}`;
  expect(await sessionOf(sessionId, null)).toBeNull();
});

it.each([
  ['a wrong password', WRONG],
  ['an unknown address', { ...RIGHT, email: 'nobody@sign-in.example' }],
])('refuses %s in the same words', async (_, input) => {
  await expect(signIn(input, from('192.0.2.2'))).rejects.toMatchObject({ code: 'access.wrong-credentials' });
});

it('stops guessing at the eleventh try, elsewhere the account stays open, and the right password wipes the count', async () => {
  for (let i = 0; i < 9; i++)
    await expect(signIn(WRONG, from('192.0.2.3'))).rejects.toMatchObject({ kind: 'unauthenticated' });
  await signIn(RIGHT, from('192.0.2.3'));
  for (let i = 0; i < 10; i++)
    await expect(signIn(WRONG, from('192.0.2.3'))).rejects.toMatchObject({ kind: 'unauthenticated' });
  await expect(signIn(RIGHT, from('192.0.2.3'))).rejects.toMatchObject({ code: 'access.too-many-tries' });
  await expect(signIn(RIGHT, from('192.0.2.4'))).resolves.toHaveProperty('sessionId');
});

it('a deactivated account cannot sign in, and its open session ends', async () => {
  const { sessionId } = await signIn(RIGHT, from('192.0.2.5'));
  await database.sql`update users set status = 'deactivated' where email = ${RIGHT.email}`;
  expect(await sessionOf(sessionId, null)).toBeNull();
  await expect(signIn(RIGHT, from('192.0.2.5'))).rejects.toMatchObject({ code: 'access.wrong-credentials' });
});
