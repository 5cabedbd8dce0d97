'use client';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useRef, useState } from 'react';

interface SearchBoxProps {
  value: string;
  onSearch: (text: string) => void;
  placeholder: string;
  /** Leaves the field and goes to the first row. */
  onLeave: () => void;
}

const pauseMs = 220;

/** The code editor takes keys in an element that is no field, but says that it is a text box. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input,textarea,select,[role="textbox"],[data-code-editor]') !== null
  );
}

type Timer = RefObject<ReturnType<typeof setTimeout> | undefined>;

function stop(timer: Timer): void {
  clearTimeout(timer.current);
  timer.current = undefined;
}

/**
 * A change of the address discards a navigation that is under way. So what was typed is sent before a press that may
 * begin one, and not at all once the reader went back: it would be written on another page's address.
 */
function usePending(timer: Timer, send: () => void): void {
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const flush = () => timer.current !== undefined && latest.current();
    const enter = (event: KeyboardEvent) => event.key === 'Enter' && flush();
    const drop = () => stop(timer);
    document.addEventListener('click', flush, true);
    document.addEventListener('keydown', enter, true);
    window.addEventListener('popstate', drop);
    return () => {
      document.removeEventListener('click', flush, true);
      document.removeEventListener('keydown', enter, true);
      window.removeEventListener('popstate', drop);
      stop(timer);
    };
  }, [timer]);
}

export function SearchBox({ value, onSearch, placeholder, onLeave }: SearchBoxProps) {
  const t = useTranslations('ui.table');
  const input = useRef<HTMLInputElement>(null);
  const timer: Timer = useRef(undefined);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  // Back and Reset change the address from outside; what is being typed is never overwritten by its own echo.
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  usePending(timer, () => send(text));
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (document.querySelector('[data-table-search]') !== input.current) return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener('keydown', slash);
    return () => document.removeEventListener('keydown', slash);
  }, []);
  const send = (next: string) => {
    stop(timer);
    sent.current = next.trim();
    onSearch(next.trim());
  };
  const type = (next: string) => {
    setText(next);
    stop(timer);
    timer.current = setTimeout(() => send(next), pauseMs);
  };
  return (
    <search className="relative flex w-full items-center sm:w-72 lg:w-80">
      <Search aria-hidden="true" className="pointer-events-none absolute left-2.5 size-4 text-faint" />
      <input
        ref={input}
        data-table-search=""
        aria-keyshortcuts="/"
        type="text"
        inputMode="search"
        maxLength={200}
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text);
          else if (event.key === 'Escape' && text !== '') {
            setText('');
            send('');
          } else if (event.key === 'ArrowDown') {
            event.preventDefault();
            onLeave();
          }
        }}
        className="control border-line! pr-8 pl-8 shadow-1 hover:border-edge! focus-visible:border-accent!"
      />
      {text === '' ? (
        <kbd className="pointer-events-none absolute right-2 hidden rounded-sm border border-line px-1.5 text-2xs text-faint sm:block">
          /
        </kbd>
      ) : (
        <button
          type="button"
          aria-label={t('clearSearch')}
          onClick={() => {
            setText('');
            send('');
            input.current?.focus();
          }}
          className="absolute right-1.5 grid size-6 place-items-center rounded-sm text-faint hover:text-ink"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      )}
    </search>
  );
}
