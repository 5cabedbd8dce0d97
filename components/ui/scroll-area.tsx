import type { CSSProperties, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface ScrollAreaProps {
  /** What scrolls here, for whoever comes by keyboard. */
  label: string;
  children: ReactNode;
  className?: string | undefined;
  style?: CSSProperties | undefined;
}

/** For what may be wider or higher than its place and holds nothing to tab to: the keyboard scrolls it as well. */
export function ScrollArea({ label, children, className, style }: ScrollAreaProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      data-scrolls=""
      className={cx('focus-inset overflow-auto rounded-lg border border-line', className)}
      style={style}
    >
      {children}
    </section>
  );
}
