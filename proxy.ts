import { type NextRequest, NextResponse } from 'next/server';
import { mapTiles, tileOrigin } from '#server/platform/map-tiles.ts';

/** Headers only, never authorisation: that is the use cases' (a bypassed proxy must open nothing). */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce from the policy on the request; our layout reads it here.
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set('x-request-id', headers.get('x-request-id')?.slice(0, 100) ?? crypto.randomUUID());
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  if (isSimulator(request.nextUrl.pathname)) response.headers.set('permissions-policy', SIMULATOR_SENSORS);
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-request-id', headers.get('x-request-id') ?? '');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}

const SECURITY_HEADERS = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
};

/** The one page that measures: nothing of the phone is read before its owner switches it on there. */
const SIMULATOR_SENSORS = `camera=(), payment=(), usb=(), ${[
  'accelerometer',
  'ambient-light-sensor',
  'battery',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'screen-wake-lock',
]
  .map((name) => `${name}=(self)`)
  .join(', ')}`;

const isSimulator = (path: string) => path === '/simulator';

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  // Next's own overlays write style elements while we develop. Attributes are what drawings and lists are laid out by.
  const styles = development
    ? "style-src 'self' 'unsafe-inline'"
    : `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'`;
  const tiles = mapTiles();
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    styles,
    ["img-src 'self' data: blob:", ...(tiles ? [tileOrigin(tiles.url)] : [])].join(' '),
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Bodies pass through here in memory and cut short: what carries large ones has nothing to be drawn. */
export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|ingestion/|uploads/).*)'] };
