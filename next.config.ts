import path from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withIntl = createNextIntlPlugin('./app/i18n-request.ts');

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true },
  // Native parts that must not be bundled.
  serverExternalPackages: ['@node-rs/argon2', 'pino', 'postgres', 'quickjs-emscripten', 'undici'],
  turbopack: { root: path.resolve(import.meta.dirname) },
};

export default withIntl(config);
