'use client';
import { useEffect, useRef, useState } from 'react';
import type { FoundThing, SearchFunction } from './frame-types.ts';
import { looksLikeIdentifier } from './looks-like-identifier.ts';

const pauseMs = 160;

interface Answer {
  text: string;
  things: FoundThing[];
  failed: boolean;
}

const nothing: Answer = { text: '', things: [], failed: false };

/** Asks while typing, forgets answers that come too late, and lands at once on a whole identifier's only match. */
export function useThingSearch(search: SearchFunction, text: string, land: (thing: FoundThing) => void) {
  const [answer, setAnswer] = useState(nothing);
  const landing = useRef(land);
  landing.current = land;
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') return setAnswer(nothing);
    const controller = new AbortController();
    const ask = async () => {
      try {
        const things = await search(wanted, controller.signal);
        if (controller.signal.aborted) return;
        setAnswer({ text: wanted, things, failed: false });
        const [only, second] = things;
        if (only && !second && looksLikeIdentifier(wanted)) landing.current(only);
      } catch {
        if (!controller.signal.aborted) setAnswer({ text: wanted, things: [], failed: true });
      }
    };
    const timer = setTimeout(ask, looksLikeIdentifier(wanted) ? 0 : pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [search, wanted]);
  return { things: answer.things, failed: answer.failed, searching: answer.text !== wanted };
}
