import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface KeyValue {
  key: string;
  label: ReactNode;
  value: ReactNode;
  mono?: boolean | undefined;
}

export interface KeyValuesProps {
  items: readonly (KeyValue | null | false | undefined)[];
  /** `beside` sets values against the right edge (side panels), `columns` in a left-aligned column (pages). */
  look?: 'beside' | 'columns' | undefined;
  className?: string | undefined;
}

export function KeyValues({ items, look = 'beside', className }: KeyValuesProps) {
  return (
    <dl
      className={cx(
        'grid gap-x-4 text-sm',
        look === 'beside'
          ? 'grid-cols-[auto_minmax(0,1fr)] gap-y-[5px]'
          : 'gap-y-2 sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]',
        className,
      )}
    >
      {items.map((item) =>
        item ? (
          <div key={item.key} className="contents">
            <dt className="text-faint">{item.label}</dt>
            <dd className={cx('min-w-0 break-words', look === 'beside' && 'text-right', item.mono && 'mono')}>
              {item.value}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
