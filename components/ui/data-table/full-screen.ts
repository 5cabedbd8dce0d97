'use client';
import { type RefObject, useEffect, useState } from 'react';

const openPopup = '.popup[data-open],[role="dialog"][data-open],[role="alertdialog"][data-open]';

/** Everything beside the way from the page down to the table: it is covered, so nothing may reach into it. */
function besides(table: HTMLElement): Element[] {
  const found: Element[] = [];
  let at = table;
  while (at.parentElement && at.parentElement !== document.body) {
    const inner = at;
    at = at.parentElement;
    found.push(...[...at.children].filter((other) => other !== inner && !other.hasAttribute('inert')));
  }
  return found;
}

/** The table over the whole window; Escape leads back, once it has closed whatever is open above the table. */
export function useFullScreen(table: RefObject<HTMLElement | null>): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on || !table.current) return;
    const covered = besides(table.current);
    for (const other of covered) other.setAttribute('inert', '');
    const page = document.documentElement.style;
    const { overflow } = page;
    page.overflow = 'hidden';
    // By the time the key arrives here, what was open above may have closed already: looked at on the way down.
    let popup = false;
    const before = (event: KeyboardEvent) => {
      if (event.key === 'Escape') popup = document.querySelector(openPopup) !== null;
    };
    const after = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !popup) setOn(false);
    };
    document.addEventListener('keydown', before, true);
    document.addEventListener('keydown', after);
    return () => {
      for (const other of covered) other.removeAttribute('inert');
      page.overflow = overflow;
      document.removeEventListener('keydown', before, true);
      document.removeEventListener('keydown', after);
    };
  }, [on, table]);
  return [on, setOn];
}
