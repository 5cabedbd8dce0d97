'use client';
import { useTranslations } from 'next-intl';
import { Logo } from '#components/frame/logo.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { LanguageButtons } from './language-buttons.tsx';
import { SenderPage } from './sender-page.tsx';
import { useSender } from './use-sender.ts';

/** A phone as a device: no account, the link says which. */
export function SimulatorPage() {
  const t = useTranslations('simulator');
  const opened = useSender();
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-xl flex-col gap-4 px-3 pt-3 pb-10">
      <header className="flex items-center justify-between gap-3">
        <Logo />
        <LanguageButtons />
      </header>
      <main className="flex min-w-0 flex-col gap-4">
        {opened.state === 'ready' ? (
          <SenderPage key={opened.sender.urn} sender={opened.sender} />
        ) : (
          <>
            <h1 className="font-semibold text-xl">{t('title')}</h1>
            {opened.state === 'opening' ? (
              <p className="flex items-center gap-2 text-dim" role="status">
                <Spinner /> {t('opening')}
              </p>
            ) : (
              <Banner kind={opened.state === 'no-link' ? 'info' : 'bad'} title={t(`${opened.state}.title`)}>
                {t(`${opened.state}.text`)}
              </Banner>
            )}
          </>
        )}
      </main>
    </div>
  );
}
