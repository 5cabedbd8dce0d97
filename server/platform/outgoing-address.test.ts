import { afterAll, describe, expect, test } from 'vitest';
import { loopbackPolicy } from './egress.fixture.ts';
import { type EgressPolicy, isPublicUnicast } from './outgoing-address.ts';
import { createOutgoingHttp } from './outgoing-http.ts';

/**
 * The corpus of reliability.md §4.2. Connections go to a spy that records and refuses: no line of this file opens
 * a socket or asks a name service, whatever the guard does.
 */
const STRICT: EgressPolicy = {
  allowHttp: false,
  testRanges: [],
  ownHosts: ['portal.example'],
  ownPorts: [3000],
};
const LAX: EgressPolicy = { ...STRICT, allowHttp: true };

const NAMES: Record<string, string[]> = {
  'public.example': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'private.example': ['10.0.0.1'],
  'metadata.example': ['169.254.169.254'],
  'mixed.example': ['93.184.215.14', '127.0.0.1'],
  'mixed6.example': ['93.184.215.14', '::1'],
  'mapped.example': ['::ffff:10.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'zone.example': ['fe80::1%eth0'],
  'zero.example': ['0.0.0.0'],
  'nothing.example': [],
  'garbage.example': ['not an address'],
};

const dialled: string[] = [];
let alternating = 0;

function spied(policy: EgressPolicy) {
  return createOutgoingHttp(policy, {
    resolve: async (host) => {
      if (host === 'rebinding.example') {
        return [{ address: alternating++ % 2 === 0 ? '93.184.215.14' : '127.0.0.1', family: 4 }];
      }
      const found = NAMES[host];
      if (!found) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
    makeDial: () => (addresses, _options, callback) => {
      dialled.push(...addresses.map(({ address }) => address));
      callback(Object.assign(new Error('spy'), { code: 'ECONNREFUSED' }), null);
    },
  });
}

const strict = spied(STRICT);
const lax = spied(LAX);
/** The control arm: a guard that lets everything pass must be seen to dial, or the corpus proves nothing. */
const open = spied(
  loopbackPolicy({ ALLOW_HTTP_DESTINATIONS: true, EGRESS_ALLOW_TEST_CIDR: '0.0.0.0/0, ::/0' }),
);
afterAll(() => Promise.all([strict.close(), lax.close(), open.close()]));

/** One address in the spellings that parsers take: dotted, one number, hexadecimal, octal, fewer parts, other digits. */
function spellings(dotted: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (n: number) => `0x${n.toString(16)}`;
  const octal = (n: number) => `0${n.toString(8)}`;
  return [
    dotted,
    `${dotted}.`,
    String(whole),
    hex(whole),
    octal(whole),
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    dotted.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    dotted.replace(/\./g, '\u3002'),
    dotted.replace(/\d/g, (digit) => encodeURIComponent(digit).replace(/^/, '%3').slice(0, 3)),
    `[::ffff:${dotted}]`,
    `[::${dotted}]`,
    `[64:ff9b::${dotted}]`,
    `[64:ff9b:1::${dotted}]`,
    `[2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::1]`,
    `[::ffff:0:${dotted}]`,
  ];
}

const SPECIAL_V4 = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '10.151.236.157',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.170',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];

const SPECIAL_V6 = [
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '::ffff:7f00:1',
  '::ffff:a9fe:a9fe',
  '::7f00:1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  'ff05::2',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:a00:1::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  '1::1',
  'fe80::1%25eth0',
  '::1%25lo',
];

const forbiddenLiterals = [
  ...SPECIAL_V4.flatMap(spellings).map((host) => `https://${host}/`),
  ...SPECIAL_V6.map((host) => `https://[${host}]/hook`),
];

const forbiddenOthers = [
  // Names of this machine and this network.
  ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'printer.local', 'db.internal', 'nas.home.arpa'],
  ...[
    'metadata.google.internal',
    'intranet',
    'portal',
    'x.lan',
    'localhost.localdomain',
    'ｌｏｃａｌｈｏｓｔ',
  ],
  ...['portal.example', 'api.portal.example', 'PORTAL.example.'],
  // Names whose addresses are not public, all or one of them.
  ...Object.keys(NAMES).filter((name) => name !== 'public.example'),
  'unknown.example',
]
  .map((host) => `https://${host}/`)
  .concat([
    // User information and what tries to look like it.
    'https://user@public.example/',
    'https://user:password@public.example/',
    'https://public.example@127.0.0.1/',
    'https://127.0.0.1#@public.example/',
    'https://public.example:443@127.0.0.1/',
    'https://127.0.0.1\\@public.example/',
    'https://127.0.0.1?@public.example/',
    // Ports.
    ...[0, 1, 22, 25, 80, 110, 143, 445, 993, 1023].map((port) => `https://public.example:${port}/`),
    'https://public.example:65536/',
    'https://public.example:-1/',
    // Schemes.
    ...[
      'http',
      'ftp',
      'file',
      'gopher',
      'ws',
      'wss',
      'ldap',
      'data',
      'javascript',
      'unix',
      'dict',
      'tftp',
    ].map((scheme) => `${scheme}://public.example/`),
    'file:///etc/passwd',
    'data:text/plain,x',
    '//public.example/',
    'public.example',
    '',
    'https://',
    'https:///',
    // Line breaks, spaces and other characters that would end a header or a host.
    'https://public.example/\r\nX-Injected: 1',
    'https://public.example/\nGET / HTTP/1.1',
    'https://public.example/\t',
    ' https://public.example/',
    'https://public.example/ HTTP/1.1',
    'https://pub\u0000lic.example/',
    'https://127.0.0.1\u0009/',
    'https://public.example\u00a0/',
    `https://public.example/${'a'.repeat(3000)}`,
    `https://${'a'.repeat(64)}.${'b'.repeat(3000)}/`,
  ]);

test('the corpus is large enough', () => {
  expect(forbiddenLiterals.length + forbiddenOthers.length).toBeGreaterThanOrEqual(300);
});

describe('forbidden', () => {
  test.each([...forbiddenLiterals, ...forbiddenOthers].map((url) => [JSON.stringify(url).slice(0, 80), url]))(
    '%s',
    async (_, url) => {
      dialled.length = 0;
      alternating = 1;
      for (const client of [strict, lax]) {
        if (client === lax && url === 'http://public.example/') continue;
        const result = await client.request(url, { method: 'GET', timeoutMs: 2000 });
        expect(result).toMatchObject({
          ok: false,
          failure: { code: expect.stringMatching(/^outgoing\.(forbidden-|bad-url|unresolved)/) },
        });
        alternating = 1;
        expect(await client.checkAddress(url)).toMatchObject({ ok: false });
        alternating = 1;
      }
      expect(dialled).toEqual([]);
    },
  );
});

describe('the control arm', () => {
  test('without ranges to refuse, the literals are dialled', async () => {
    dialled.length = 0;
    for (const url of forbiddenLiterals) await open.request(url, { method: 'GET', timeoutMs: 2000 });
    expect(dialled.length).toBeGreaterThan(300);
    expect(dialled).toContain('127.0.0.1');
    expect(dialled).toContain('169.254.169.254');
  });
});

describe('allowed', () => {
  test.each([
    ['https://public.example/hook?a=1', NAMES['public.example']],
    ['https://PUBLIC.example.:8443/', NAMES['public.example']],
    ['https://93.184.215.14:1024/', ['93.184.215.14']],
    ['https://0x5db8d70e/', ['93.184.215.14']],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', ['2606:2800:21f:cb07:6820:80da:af6b:8b2c']],
  ])('%s is dialled at exactly what was checked', async (url, addresses) => {
    dialled.length = 0;
    expect(await strict.checkAddress(url)).toEqual({ ok: true });
    const result = await strict.request(url, { method: 'GET', timeoutMs: 2000 });
    expect(result).toMatchObject({ ok: false, failure: { code: 'outgoing.unreachable' } });
    expect(dialled).toEqual(addresses);
  });

  test('plain http by the operator’s flag, to public addresses only', async () => {
    expect(await lax.checkAddress('http://public.example/')).toEqual({ ok: true });
    expect(await lax.checkAddress('http://private.example/')).toMatchObject({ ok: false });
  });

  test('a name that changes between saving and calling is refused at the call', async () => {
    dialled.length = 0;
    alternating = 0;
    expect(await strict.checkAddress('https://rebinding.example/')).toEqual({ ok: true });
    const result = await strict.request('https://rebinding.example/', { method: 'GET', timeoutMs: 2000 });
    expect(result).toMatchObject({ ok: false, failure: { code: 'outgoing.forbidden-address' } });
    expect(dialled).toEqual([]);
  });
});

test.each([
  ['8.8.8.8', true],
  ['2a00:1450:400e::1', true],
  ['::ffff:8.8.8.8', false],
  ['::8.8.8.8', false],
  ['127.0.0.1', false],
  ['', false],
  ['localhost', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicUnicast(address)).toBe(expected);
});
