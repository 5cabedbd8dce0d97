'use client';
import { useSyncExternalStore } from 'react';

/** Room for a second column beside a list (Tailwind's xl). */
const query = '(min-width: 80rem)';

function subscribe(listener: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** The server cannot know: it paints for a desk, and style sheets hide what a phone has no room for. */
export function useWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => true,
  );
}
