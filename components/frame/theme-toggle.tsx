'use client';
import Monitor from 'lucide-react/icons/monitor';
import Moon from 'lucide-react/icons/moon';
import Sun from 'lucide-react/icons/sun';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { MenuRadioGroup } from '#components/ui/menu.tsx';
import { type Theme, themeFrom, themes, writePreference } from './preference-cookie.ts';

const icons = { light: <Sun />, dark: <Moon />, system: <Monitor /> };

/** Works on the page at once; the cookie makes the server paint the same from the next page on. */
export function ThemeChoice() {
  const t = useTranslations('frame.theme');
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(themeFrom(document.documentElement.dataset.theme)), []);
  const choose = (next: Theme) => {
    document.documentElement.dataset.theme = next;
    writePreference('theme', next);
    setTheme(next);
  };
  return (
    <MenuRadioGroup
      label={t('label')}
      value={theme}
      onValueChange={choose}
      options={themes.map((each) => ({ value: each, label: t(each), icon: icons[each] }))}
    />
  );
}
