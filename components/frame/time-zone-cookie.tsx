'use client';
import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { writePreference } from './preference-cookie.ts';

/** The server cannot know the reader's zone on the first visit; it is told once and paints right from then on. */
export function TimeZoneCookie() {
  const painted = useTimeZone();
  const router = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === painted || document.cookie.includes(`timezone=${encodeURIComponent(own)}`)) return;
    writePreference('timezone', own);
    router.refresh();
  }, [painted, router]);
  return null;
}
