'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import CornerDownLeft from 'lucide-react/icons/corner-down-left';
import Search from 'lucide-react/icons/search';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { backdropClass } from '#components/ui/dialog.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { FoundPlace, FoundThing, SearchFunction } from './frame-types.ts';
import { placesNamed } from './places.ts';
import { thingIcon } from './thing-icon.tsx';
import { useThingSearch } from './use-thing-search.ts';

interface GlobalSearchProps {
  search: SearchFunction;
  /** All are shown before anything is typed, then those whose names hold it. */
  places: readonly FoundPlace[];
}

interface ThingGroup {
  value: string;
  items: FoundThing[];
}

function groups(things: readonly FoundThing[]): ThingGroup[] {
  const kinds = [...new Set(things.map((thing) => thing.kind))];
  return kinds.map((kind) => ({ value: kind, items: things.filter((thing) => thing.kind === kind) }));
}

/** ⌘K: anywhere by name or identifier. A pasted identifier that fits one thing lands on it at once. */
export function GlobalSearch({ search, places }: GlobalSearchProps) {
  const t = useTranslations('frame.search');
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const shortcut = (event: globalThis.KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.metaKey || event.ctrlKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    document.addEventListener('keydown', shortcut);
    return () => document.removeEventListener('keydown', shortcut);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        aria-keyshortcuts="Meta+K Control+K"
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-bg text-faint transition-colors hover:border-edge hover:text-dim max-md:size-8 max-md:justify-center md:w-36 md:px-2.5 lg:w-64 xl:w-80"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate max-md:sr-only">{t('placeholder')}</span>
        <ShortcutHint />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed top-3 left-1/2 z-50 flex max-h-[calc(100dvh-24px)] w-[calc(100vw-24px)] max-w-2xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-2 outline-none transition duration-100 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0 sm:top-[12vh] sm:max-h-[70vh]">
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <SearchPanel search={search} places={places} onGone={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** ⌘ on Apple machines, Ctrl elsewhere; known only in the browser. */
function ShortcutHint() {
  const [apple, setApple] = useState(true);
  useEffect(() => setApple(/Mac|iPhone|iPad/.test(navigator.userAgent)), []);
  return (
    <kbd className="ml-auto hidden rounded-sm border border-line px-1.5 font-sans text-2xs text-dim lg:block">
      {apple ? '⌘K' : 'Ctrl K'}
    </kbd>
  );
}

function SearchPanel({ search, places, onGone }: GlobalSearchProps & { onGone: () => void }) {
  const t = useTranslations('frame.search');
  const router = useRouter();
  const [text, setText] = useState('');
  const highlighted = useRef<FoundThing | undefined>(undefined);
  const go = (thing: FoundThing) => {
    onGone();
    router.push(thing.href);
  };
  const { things, searching, failed } = useThingSearch(search, text, go);
  const named = useMemo(() => placesNamed(places, text), [places, text]);
  const shown = useMemo(
    () => groups(text.trim() === '' ? places : [...named, ...things]),
    [text, places, named, things],
  );
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    const target = highlighted.current ?? shown[0]?.items[0];
    event.preventDefault();
    if (target) go(target);
  };
  return (
    <Autocomplete.Root
      open
      inline
      items={shown}
      filter={null}
      value={text}
      onValueChange={(next, details) => details.reason !== 'item-press' && setText(next)}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={(thing: FoundThing) => thing.title}
      onItemHighlighted={(thing) => {
        highlighted.current = thing as FoundThing | undefined;
      }}
    >
      <div className="flex items-center gap-3 border-line border-b px-4">
        {searching ? (
          <Spinner className="text-accent" />
        ) : (
          <Search aria-hidden="true" className="size-4 shrink-0 text-faint" />
        )}
        <Autocomplete.Input
          autoFocus
          spellCheck={false}
          maxLength={200}
          placeholder={t('placeholder')}
          aria-label={t('title')}
          onKeyDown={key}
          className="h-12 min-w-0 flex-1 bg-transparent text-md outline-none max-sm:text-[16px]"
        />
        <Dialog.Close className="rounded-sm border border-line px-1.5 text-2xs text-dim hover:text-ink">
          Esc
        </Dialog.Close>
      </div>
      <Autocomplete.Status className="px-4 pt-2 text-faint text-xs empty:hidden">
        {failed
          ? t('failed')
          : text.trim() !== '' && !searching && things.length === 0 && named.length === 0
            ? t('nothing', { text: text.trim() })
            : null}
      </Autocomplete.Status>
      <Autocomplete.List className="min-h-0 overflow-y-auto overscroll-contain p-1.5 empty:hidden">
        {(group: ThingGroup) => (
          <Autocomplete.Group key={group.value} items={group.items} className="mb-1">
            <Autocomplete.GroupLabel className="label-type px-2.5 pt-1.5 pb-1 font-semibold">
              {t.has(`kind.${group.value}` as never) ? t(`kind.${group.value}` as never) : group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(thing: FoundThing) => (
                <Autocomplete.Item
                  key={thing.id}
                  value={thing}
                  onClick={() => go(thing)}
                  className="menu-item group min-h-10! px-2.5!"
                >
                  <span className="grid size-7 shrink-0 place-items-center rounded-md border border-line bg-panel text-dim [&_svg]:size-4">
                    {thingIcon(thing.kind)}
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium text-base">{thing.title}</span>
                    {thing.subtitle ? (
                      <span
                        className={cx('block truncate text-dim text-xs', thing.kind === 'device' && 'mono')}
                      >
                        {thing.subtitle}
                      </span>
                    ) : null}
                  </span>
                  <CornerDownLeft
                    aria-hidden="true"
                    className="invisible size-3.5 text-faint group-data-[highlighted]:visible"
                  />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}
