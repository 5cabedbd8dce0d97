import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface PanelProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode;
  /** Said softly after the title: a count, a kind. */
  note?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** `flush` lets a table or map touch the edges. */
  padding?: 'normal' | 'flush' | undefined;
}

export function Panel({
  title,
  note,
  actions,
  footer,
  padding = 'normal',
  className,
  children,
  ...props
}: PanelProps) {
  return (
    <section {...props} className={cx('min-w-0 rounded-xl border border-line bg-panel shadow-1', className)}>
      {title || actions ? (
        <header className="flex min-h-11 items-center gap-x-3 gap-y-1.5 px-4 pt-2.5 pb-1.5 max-sm:flex-wrap">
          {/* On a phone buttons that leave the title no room stand below it. */}
          <h2 className="min-w-0 flex-1 font-semibold max-sm:basis-auto text-sm max-sm:line-clamp-3 sm:truncate">
            {title}
            {note ? <span className="ml-1.5 font-book text-faint">{note}</span> : null}
          </h2>
          {actions ? (
            <div className="flex items-center gap-1.5 max-sm:ml-auto max-sm:flex-wrap sm:shrink-0">
              {actions}
            </div>
          ) : null}
        </header>
      ) : null}
      <div
        className={cx(
          padding === 'normal' && (title || actions ? 'px-4 pt-1 pb-4' : 'p-4'),
          padding === 'flush' && 'overflow-hidden rounded-b-xl',
        )}
      >
        {children}
      </div>
      {footer ? (
        <footer className="border-line-soft border-t px-4 py-2.5 text-dim text-sm">{footer}</footer>
      ) : null}
    </section>
  );
}

/** A part of a panel, parted from the one above by a hairline. */
export function PanelSection({
  title,
  note,
  children,
}: {
  title?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="border-line border-t pt-3 not-first:mt-3 first:border-t-0 first:pt-0">
      {title ? (
        <h3 className="mb-2 font-semibold text-sm">
          {title}
          {note ? <span className="ml-1.5 font-book text-faint">{note}</span> : null}
        </h3>
      ) : null}
      {children}
    </div>
  );
}
