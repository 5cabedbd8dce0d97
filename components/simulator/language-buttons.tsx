'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { writePreference } from '#components/frame/preference-cookie.ts';
import { locales } from '#components/messages/locale.ts';
import { cx } from '#components/ui/cx.ts';

const names = { en: 'English', nl: 'Nederlands' };

/** Whoever scanned a code has no account whose language could be known. */
export function LanguageButtons() {
  const t = useTranslations('frame');
  const router = useRouter();
  const [, start] = useTransition();
  const current = useLocale();
  return (
    <fieldset aria-label={t('language')} className="flex gap-1">
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          className={cx(
            'h-8 rounded-md px-2.5 text-sm',
            locale === current ? 'bg-accent-soft font-medium text-accent' : 'text-dim hover:bg-sel',
          )}
          onClick={() => {
            writePreference('locale', locale);
            start(() => router.refresh());
          }}
        >
          {names[locale]}
        </button>
      ))}
    </fieldset>
  );
}
