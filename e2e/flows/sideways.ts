import type { Page } from '@playwright/test';

/**
 * What is wider than its place and scrolls in itself, so that the page as a whole still fits. Code, hex and wide tables
 * are meant to (`data-scrolls`), rows of tabs and short tables on a phone only (`data-scrolls="phone"`).
 */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isPhone = window.innerWidth < 640;
    const declared = isPhone ? '[data-scrolls], .monaco-editor *' : '[data-scrolls=""], .monaco-editor *';
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    return [...document.querySelectorAll('body *')]
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
      .filter((element) => scrolls(element) && !element.matches(declared))
      .map((element) => {
        const name = element.closest('[aria-label]')?.getAttribute('aria-label') ?? element.textContent;
        return `${element.tagName.toLowerCase()} “${name?.slice(0, 60)}” hides ${element.scrollWidth - element.clientWidth} px`;
      });
  });
}
