'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cx } from './cx.ts';

/** Read at a glance; what is longer shows its beginning first. */
const GLANCE = 280;

/** What others say in their own words, however many: an answer of a network server, a text that a device reports. */
export function FoldedText({ text }: { text: string }) {
  const t = useTranslations('ui');
  const [open, setOpen] = useState(false);
  if (text.length <= GLANCE) return <span className="[overflow-wrap:anywhere]">{text}</span>;
  return (
    <span className="block">
      <span className={cx('[overflow-wrap:anywhere]', open ? 'block' : 'line-clamp-3')}>{text}</span>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="rounded-sm font-medium text-xs underline underline-offset-2"
      >
        {t(open ? 'showLess' : 'showAll')}
      </button>
    </span>
  );
}
