export type Theme = 'light' | 'dark' | 'system';
export const themes: readonly Theme[] = ['light', 'dark', 'system'];

export function themeFrom(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? 'system';
}

/** Preferences of the reader's screen, not secrets: the server reads them to paint the first frame right. */
export function writePreference(
  name: 'theme' | 'locale' | 'timezone' | 'menu' | 'project',
  value: string,
): void {
  const year = 365 * 24 * 3600;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax${secure}`;
}
