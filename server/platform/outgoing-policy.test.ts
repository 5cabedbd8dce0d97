import { describe, expect, test } from 'vitest';
import { checkAddresses, checkUrl } from './outgoing-address.ts';
import { egressPolicy } from './outgoing-policy.ts';

const base = {
  NODE_ENV: 'production' as const,
  ALLOW_HTTP_DESTINATIONS: false,
  EGRESS_ALLOW_TEST_CIDR: '',
  EMBEDDED_POSTGRES: true,
  DEMO: true,
  HOST: '127.0.0.1',
  PORT: 3000,
  INGEST_PORT: 3001,
  DATABASE_URL: 'postgres://things@127.0.0.1:54329/things',
};
const policy = (change: Partial<typeof base> | { NODE_ENV: 'test' }) =>
  egressPolicy({ ...base, ...change } as never, 'http://127.0.0.1:3000');

describe('EGRESS_ALLOW_TEST_CIDR', () => {
  test('is refused in production', () => {
    const range = { EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8' };
    expect(() => policy({ ...range, EMBEDDED_POSTGRES: false })).toThrow(/must not be set in production/);
    expect(() => policy({ ...range, DEMO: false })).toThrow(/must not be set in production/);
    expect(policy({}).testRanges).toEqual([]);
  });

  test.each([
    '10.0.0.0/8',
    '0.0.0.0/0',
    '127.0.0.0/7',
    '169.254.169.254/32',
    '::/0',
    '127.0.0.0/8,10.0.0.1/32',
  ])('of a demo may not be %s', (EGRESS_ALLOW_TEST_CIDR) => {
    expect(() => policy({ EGRESS_ALLOW_TEST_CIDR })).toThrow(/loopback addresses only/);
  });

  test.each(['127.0.0.0/8', '127.0.0.1/32', '::1/128', '127.0.0.0/8, ::1/128'])(
    'of a demo may be %s',
    (EGRESS_ALLOW_TEST_CIDR) => {
      expect(policy({ EGRESS_ALLOW_TEST_CIDR }).testRanges.length).toBeGreaterThan(0);
    },
  );

  test('counts for nothing where other machines can reach the portal', () => {
    expect(policy({ EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8', HOST: '0.0.0.0' }).testRanges).toEqual([]);
    expect(policy({ EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8', HOST: '::1' }).testRanges).toHaveLength(1);
  });

  test('that is no range is named', () => {
    expect(() => policy({ NODE_ENV: 'test', EGRESS_ALLOW_TEST_CIDR: 'loopback' } as never)).toThrow(
      /"loopback" is not a CIDR range/,
    );
  });
});

describe('the demo’s own receivers', () => {
  const demo = policy({ EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8' });

  test.each(['http://127.0.0.1:8099/', 'http://127.0.0.1:8099/hook', 'https://127.0.0.1:8099/'])(
    '%s is reached',
    (url) => {
      expect(checkUrl(url, demo).ok).toBe(true);
    },
  );

  test.each([
    'http://127.0.0.1:3000/',
    'http://127.0.0.1:3001/ingestion',
    'http://127.0.0.1:54329/',
    'http://127.0.0.1:22/',
    'http://10.0.0.1:8099/',
    'http://169.254.169.254/',
    'http://[::1]:8099/',
    'http://[::ffff:127.0.0.1]:8099/',
    'http://93.184.215.14/',
  ])('%s is not', (url) => {
    expect(checkUrl(url, demo).ok).toBe(false);
  });

  test('names go by their addresses', () => {
    const addresses = (url: string, ...list: string[]) => {
      const check = checkUrl(url, demo);
      return check.ok ? (checkAddresses(check.target, list, demo)?.code ?? 'ok') : check.refusal.code;
    };
    expect(addresses('http://localhost:8099/', '127.0.0.1')).toBe('ok');
    expect(addresses('http://localhost:3000/', '127.0.0.1')).toBe('outgoing.forbidden-address');
    expect(addresses('http://x.example/', '93.184.215.14')).toBe('outgoing.forbidden-scheme');
    expect(addresses('https://printer.local/', '93.184.215.14')).toBe('outgoing.forbidden-name');
    expect(addresses('https://x.example/', '93.184.215.14', '127.0.0.1')).toBe('ok');
    expect(addresses('https://x.example/', '93.184.215.14', '10.0.0.1')).toBe('outgoing.forbidden-address');
  });
});
