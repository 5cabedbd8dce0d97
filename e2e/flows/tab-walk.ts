import type { CDPSession, Page } from '@playwright/test';

const AT_ONCE = 20;
const MOST_STOPS = 400;

/**
 * Goes through a part of a page by Tab, from before its beginning to behind its end. Tells what can be pressed and was
 * not reached, stops that do not show, and where the way did not go on.
 */
export async function walkByTab(page: Page, part: string): Promise<string[]> {
  const keys = await page.context().newCDPSession(page);
  try {
    await page.evaluate(begin, part);
    let before = -1;
    for (let stops = 0; stops < MOST_STOPS; stops += AT_ONCE) {
      await pressTabs(keys, AT_ONCE);
      const { isOver, met, inEditor, at } = await page.evaluate(look);
      if (isOver) return await page.evaluate(left);
      // There Tab indents; the way out is written under it.
      if (inEditor) await page.keyboard.press('Escape');
      else if (met === before) return [`Tab stays here: ${at}`, ...(await page.evaluate(left))];
      before = met;
    }
    return [`after ${MOST_STOPS} stops the way has no end`];
  } finally {
    await keys.detach();
  }
}

/** The browser takes one key after the other, each when the page is done with the one before; nobody waits for each. */
async function pressTabs(keys: CDPSession, times: number): Promise<void> {
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  const types = Array.from({ length: times }, () => ['rawKeyDown', 'keyUp'] as const).flat();
  await Promise.all(types.map((type) => keys.send('Input.dispatchKeyEvent', { type, ...tab })));
}

interface Walked {
  /** Whatever could be pressed when it began: a window that closes behind who leaves it shows nothing any more. */
  all: Element[];
  stops: Set<Element>;
  faults: string[];
  met: number;
  isOver: boolean;
}

declare global {
  interface Window {
    walked?: Walked;
  }
}

function begin(part: string): void {
  const pressed =
    'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex],[role=button],[role=tab],[role=switch],[role=checkbox],[role=radio],[role=combobox],[role=slider],[role=menuitem]';
  const root = document.querySelector<HTMLElement>(part);
  if (!root) throw new Error(`no ${part}`);
  const all = [...root.querySelectorAll(pressed)].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.getBoundingClientRect().width > 1 &&
      !element.closest('[inert],[aria-hidden=true],:disabled,[aria-disabled=true]'),
  );
  const walked: Walked = { all, stops: new Set(), faults: [], met: 0, isOver: false };
  window.walked = walked;
  // From itself the next stop is its first.
  if (!root.hasAttribute('tabindex')) root.tabIndex = -1;
  root.focus({ preventScroll: true });

  const shows = (element: Element) =>
    [element, element.parentElement, element.parentElement?.parentElement].some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const { width, height } = one.getBoundingClientRect();
      return width > 4 && height > 4 && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
  const meet = ({ target }: FocusEvent) => {
    const element = target as Element;
    walked.met++;
    if (walked.isOver || element === root) return;
    if (!root.contains(element)) {
      // What guards the ends of a window is nobody's stop.
      walked.isOver = part === 'main' || !root.isConnected;
      return;
    }
    const inEditor = element.closest('.monaco-editor') !== null;
    // A window keeps the focus: what was met before was gone round.
    if (walked.stops.has(element) && !inEditor) walked.isOver = true;
    walked.stops.add(element);
    if (!inEditor && !walked.isOver && !shows(element))
      walked.faults.push(`a stop that does not show: ${element.outerHTML.slice(0, 200)}`);
  };
  // Before anybody on the page, who might keep it: React does, while it takes over what the server painted.
  window.addEventListener('focusin', meet, { capture: true });
}

function look() {
  const { walked } = window;
  if (!walked) throw new Error('the page was left');
  const element = document.activeElement;
  const inEditor = element?.closest('.monaco-editor') != null;
  return { isOver: walked.isOver, met: walked.met, inEditor, at: element?.outerHTML.slice(0, 200) };
}

/** What a pointer can press and Tab did not reach; of a group that the arrows go through, one is enough. */
function left(): string[] {
  const groups =
    '[role=radiogroup],[role=tablist],[role=toolbar],[role=grid],tbody,.monaco-editor,.leaflet-container';
  const { all = [], stops = new Set<Element>(), faults = [] } = window.walked ?? {};
  const isIn = (one: Element | null | undefined) => one && [...stops].some((stop) => one.contains(stop));
  const isReached = (element: Element) => {
    // Widths of columns: the menu of the column leads there.
    if (isIn(element) || element.matches('[role=separator]')) return true;
    if (element.matches('[tabindex="-1"]')) {
      if (!element.matches('a,button,input,select,textarea,[role]')) return true;
      // What a field carries for the pointer: the arrow that opens its choices, the steps of a number; arrow keys do both.
      if (element.matches('[aria-haspopup=listbox],[aria-controls]') && isIn(element.parentElement))
        return true;
    }
    return isIn(element.parentElement?.closest(groups));
  };
  const unreached = all.filter((one) => !isReached(one));
  return [...faults, ...unreached.map((one) => `not reached: ${one.outerHTML.slice(0, 200)}`)];
}
