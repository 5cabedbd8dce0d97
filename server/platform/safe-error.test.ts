import { expect, it } from 'vitest';
import { safeError } from './safe-error.ts';

it('keeps what a developer needs and nothing of what a query carried', () => {
  const cause = Object.assign(new Error('duplicate key value'), {
    code: '23505',
    constraint_name: 'users_email',
    detail: 'Key (email)=(canary@example.org) already exists.',
    parameters: ['canary-secret'],
  });
  const error = Object.assign(
    new Error('Failed query: insert into users values ($1)\nparams: canary-secret,more', { cause }),
    {
      params: ['canary-secret'],
    },
  );
  const logged = safeError(error);
  expect(JSON.stringify(logged)).not.toContain('canary');
  expect(logged).toMatchObject({
    message: 'Failed query: insert into users values ($1)',
    cause: { code: '23505', constraint: 'users_email' },
  });
});

it('leaves what is no error as it is', () => {
  expect(safeError('text')).toBe('text');
});
