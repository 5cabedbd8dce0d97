import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { FoldedText } from './folded-text.tsx';

export interface KeyValue {
  key: string;
  label: ReactNode;
  value: ReactNode;
  mono?: boolean | undefined;
}

export interface KeyValuesProps {
  items: readonly (KeyValue | null | false | undefined)[];
  /**
   * `beside` sets values against the right edge (side panels), `columns` in a left-aligned column (pages); `line` is `beside`
   * on a phone and one after the other on what is wider.
   */
  look?: 'beside' | 'columns' | 'line' | undefined;
  className?: string | undefined;
}

/** A name of somebody's making: three lines of it tell it apart. What is longer than any name is read whole. */
const LONG = 80;
const LONGEST_NAME = 255;

function shown(value: ReactNode): ReactNode {
  if (typeof value !== 'string' || value.length <= LONG) return value;
  if (value.length > LONGEST_NAME) return <FoldedText text={value} />;
  return (
    <span title={value} className="line-clamp-3">
      {value}
    </span>
  );
}

export function KeyValues({ items, look = 'beside', className }: KeyValuesProps) {
  return (
    <dl
      className={cx(
        'grid gap-x-4 text-sm',
        look === 'columns'
          ? 'gap-y-2 sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]'
          : 'grid-cols-[auto_minmax(0,1fr)] gap-y-[5px]',
        look === 'line' && 'md:flex md:min-w-0 md:flex-1 md:flex-wrap md:gap-x-6',
        className,
      )}
    >
      {items.map((item) =>
        item ? (
          <div
            key={item.key}
            className={cx('contents', look === 'line' && 'md:flex md:min-w-0 md:items-baseline md:gap-2')}
          >
            <dt className="text-faint">{item.label}</dt>
            <dd
              className={cx(
                'min-w-0 [overflow-wrap:anywhere]',
                look !== 'columns' && 'text-right',
                item.mono && 'mono',
              )}
            >
              {shown(item.value)}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
