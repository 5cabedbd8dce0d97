import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { themeFrom } from '#components/frame/preference-cookie.ts';
import { Providers } from '#components/frame/providers.tsx';

export const metadata: Metadata = {
  title: { default: 'Things Portal', template: '%s · Things Portal' },
  description: 'An open, self-hostable IoT portal and data platform',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#131a16' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang={await getLocale()} data-theme={themeFrom((await cookies()).get('theme')?.value)}>
      <body>
        <NextIntlClientProvider>
          <Providers nonce={nonce}>
            <div id="application">{children}</div>
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
