'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { boundedWidth, leastWidth, mostWidth } from './table-view.ts';

interface ResizeHandleProps {
  column: string;
  /** null while the column is as wide as what it holds. */
  width: number | null;
  /** The variable of the table that the column's cells take their width from. */
  variable: string;
  onResize: (width: number | null) => void;
}

const step = 16;

/**
 * The border at the right of a header: dragged, or moved with the arrows once the column's menu gave it the focus;
 * Home or a double press gives the column back the width of what it holds.
 */
export function ResizeHandle({ column, width, variable, onResize }: ResizeHandleProps) {
  const t = useTranslations('ui.table');
  const drag = useRef<{ from: number; width: number; now: number } | null>(null);
  const headOf = (handle: HTMLElement) => handle.closest('th');
  const show = (handle: HTMLElement, value: number) =>
    handle.closest('table')?.style.setProperty(variable, `${value}px`);

  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const now = headOf(event.currentTarget)?.offsetWidth ?? leastWidth;
    drag.current = { from: event.clientX, width: now, now };
    event.currentTarget.setPointerCapture(event.pointerId);
    // From now on the column has a width of its own, for the drag to change.
    if (width === null) onResize(now);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!drag.current) return;
    drag.current.now = boundedWidth(drag.current.width + event.clientX - drag.current.from);
    show(event.currentTarget, drag.current.now);
  };
  const end = () => {
    if (drag.current) onResize(drag.current.now);
    drag.current = null;
  };
  const key = (event: KeyboardEvent<HTMLElement>) => {
    const now = width ?? headOf(event.currentTarget)?.offsetWidth ?? leastWidth;
    const ways: Record<string, number | null> = {
      ArrowLeft: boundedWidth(now - step),
      ArrowRight: boundedWidth(now + step),
      Home: null,
    };
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.stopPropagation();
      headOf(event.currentTarget)?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus();
    } else if (event.key in ways) {
      event.preventDefault();
      onResize(ways[event.key] ?? null);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a border that is moved is no line across a text
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('widthOf', { column })}
      aria-valuenow={width ?? 0}
      aria-valuemin={leastWidth}
      aria-valuemax={mostWidth}
      aria-valuetext={width === null ? t('widthFits') : t('widthPixels', { width })}
      tabIndex={-1}
      draggable={false}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => onResize(null)}
      onKeyDown={key}
      className="absolute inset-y-1.5 right-0 z-1 w-2 cursor-col-resize touch-none rounded-sm border-transparent border-r-2 outline-offset-0 hover:border-accent focus-visible:border-accent active:border-accent max-sm:hidden"
    />
  );
}
