'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { locales } from '#components/messages/locale.ts';
import { MenuRadioGroup } from '#components/ui/menu.tsx';
import { writePreference } from './preference-cookie.ts';

/** Each language under its own name: who needs it may not read the other. */
const names = { en: 'English', nl: 'Nederlands' };

export function LanguageChoice() {
  const t = useTranslations('frame');
  const router = useRouter();
  const [, start] = useTransition();
  return (
    <MenuRadioGroup
      label={t('language')}
      value={useLocale()}
      onValueChange={(locale) => {
        writePreference('locale', locale);
        start(() => router.refresh());
      }}
      options={locales.map((locale) => ({
        value: locale,
        label: <span lang={locale}>{names[locale]}</span>,
      }))}
    />
  );
}
