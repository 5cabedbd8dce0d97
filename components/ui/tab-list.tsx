'use client';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';

export interface TabChoice<Key extends string> {
  key: Key;
  label: string;
  note?: ReactNode;
}

export interface TabListProps<Key extends string> {
  /** Parts the ids of this list's tabs and panels from those of others. */
  id: string;
  label: string;
  items: readonly TabChoice<Key>[];
  active: Key;
  onChange: (key: Key) => void;
  /** Its panels are parts of the page, shown and hidden where they stand. */
  apart?: boolean | undefined;
  className?: string | undefined;
}

/** Parts of one panel, one shown at a time: arrows, Home and End go along them. What is an address of its own is a `Tabs`. */
export function TabList<Key extends string>({
  id,
  label,
  items,
  active,
  onChange,
  apart,
  className,
}: TabListProps<Key>) {
  const bar = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = items.findIndex(({ key }) => key === active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const next = to === undefined ? undefined : items[(to + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    bar.current?.querySelector<HTMLElement>(`#${tabId(id, next.key)}`)?.focus();
  };
  return (
    <div
      ref={bar}
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      data-scrolls="phone"
      className={cx(
        'base-ui-disable-scrollbar flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]',
        className,
      )}
    >
      {items.map(({ key, label: words, note }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={tabId(id, key)}
          aria-selected={key === active}
          aria-controls={apart ? undefined : panelId(id)}
          tabIndex={key === active ? 0 : -1}
          onClick={() => onChange(key)}
          className={cx(
            'focus-inset shrink-0 whitespace-nowrap border-b-2 px-2 py-1.5 text-sm',
            key === active
              ? 'border-accent font-medium text-ink'
              : 'border-transparent text-dim hover:text-ink',
          )}
        >
          {words}
          {note === undefined || note === null ? null : (
            <span className="ml-1 font-book text-faint text-xs">{note}</span>
          )}
        </button>
      ))}
    </div>
  );
}

const tabId = (id: string, key: string) => `${id}-tab-${key}`;
const panelId = (id: string) => `${id}-panel`;

export interface TabPanelProps {
  /** Of the list. */
  id: string;
  active: string;
  className?: string | undefined;
  children: ReactNode;
}

export function TabPanel({ id, active, className, children }: TabPanelProps) {
  return (
    <div role="tabpanel" id={panelId(id)} aria-labelledby={tabId(id, active)} className={className}>
      {children}
    </div>
  );
}
