'use client';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from './cx.ts';

export interface TabItem {
  href: string;
  label: string;
  count?: ReactNode;
  /** What on it needs attention, in words: a sign beside its name, which stays what it is. */
  warning?: string | undefined;
  /** Also lights up for addresses below it. */
  deep?: boolean | undefined;
}

/** Tabs that are addresses: every tab can be linked to, reloaded and opened beside another. */
export function Tabs({ items, label }: { items: TabItem[]; label: string }) {
  const pathname = usePathname();
  const bar = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for every address, to bring its tab into view
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (current && bar.current)
      bar.current.scrollLeft = current.offsetLeft - bar.current.clientWidth / 2 + current.clientWidth / 2;
  }, [pathname]);
  return (
    <nav
      ref={bar}
      aria-label={label}
      data-scrolls="phone"
      className="base-ui-disable-scrollbar edge-fade relative -mx-4 mt-4 mb-3 flex overflow-x-auto border-line border-b px-4 md:mx-0 md:px-0"
    >
      {items.map((item) => {
        const active = pathname === item.href || (item.deep && pathname.startsWith(`${item.href}/`));
        return (
          <Link
            key={item.href}
            href={item.href}
            aria-current={active ? 'page' : undefined}
            title={item.warning}
            className={cx(
              'focus-inset -mb-px shrink-0 whitespace-nowrap border-b-2 px-[11px] py-2 transition-colors duration-100',
              active
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-dim hover:border-line hover:text-ink',
            )}
          >
            {item.label}
            {item.warning ? (
              <TriangleAlert
                aria-hidden="true"
                className="ml-1 inline-block size-3.5 align-[-2px] text-warn"
              />
            ) : null}
            {item.count !== undefined ? (
              <span className="ml-1.5 font-book text-faint text-xs">{item.count}</span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
