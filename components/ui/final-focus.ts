import { type RefObject, useRef } from 'react';

type FinalFocus = () => HTMLElement | boolean;

/**
 * Where the focus goes once a popup is gone: to what is named, to the trigger where nothing is.
 * What was opened while the popup faded has the focus by then and keeps it; else it would close again.
 */
export function useFinalFocus(
  target: (() => HTMLElement | null | undefined) | undefined,
): [RefObject<HTMLDivElement | null>, FinalFocus] {
  const popup = useRef<HTMLDivElement>(null);
  return [popup, () => !hasMoved(popup.current) && (target?.() ?? true)];
}

function hasMoved(popup: HTMLElement | null): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== document.body && !popup?.contains(focused);
}
