import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Logo } from '#components/frame/logo.tsx';
import { Button } from '#components/ui/button.tsx';
import { findSubscriber } from '#server/alerts/stop-mails.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alerts.unsubscribe'))('title'), robots: { index: false } };
}

interface PageProps {
  searchParams: Promise<{ token?: string | string[]; done?: string }>;
}

/** Where the link of a mail leads. What follows links by itself only looks; the button ends it. */
export default async function UnsubscribePage({ searchParams }: PageProps) {
  const t = await getTranslations('alerts.unsubscribe');
  const { token, done } = await searchParams;
  const subscriber = typeof token === 'string' ? await findSubscriber(token) : null;
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-[440px]">
        <div className="mb-5 flex justify-center">
          <Logo />
        </div>
        <div className="rounded-xl border border-line bg-panel p-6 shadow-1">
          <h1 className="mb-2 font-semibold text-lg">{t('title')}</h1>
          {subscriber ? (
            <form method="post" action={`/unsubscribe/alerts?token=${encodeURIComponent(String(token))}`}>
              <p className="mb-4 break-words text-dim">{t('text', { email: subscriber.email })}</p>
              <Button type="submit" variant="primary">
                {t('submit')}
              </Button>
            </form>
          ) : (
            <p className="text-dim">{t(done === undefined ? 'bad' : 'done')}</p>
          )}
        </div>
      </div>
    </main>
  );
}
