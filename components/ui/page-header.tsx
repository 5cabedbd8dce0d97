import { useFormatter } from 'next-intl';
import type { ReactNode } from 'react';

/** A page of a table tells how many rows there are, or where counting stopped. */
interface Counted {
  total: number;
  atLeast?: boolean | undefined;
}

export interface PageHeaderProps {
  title: ReactNode;
  /** The number of what the page lists, said softly after the title. */
  count?: ReactNode | Counted;
  pill?: ReactNode;
  /** Identifiers and facts under the title; each child is one item. */
  identifiers?: ReactNode;
  actions?: ReactNode;
}

/** Longer titles may not be seen to their end. */
const ONE_LINE = 60;

const isCounted = (count: ReactNode | Counted): count is Counted =>
  typeof count === 'object' && count !== null && 'total' in count;

export function PageHeader({ title, count, pill, identifiers, actions }: PageHeaderProps) {
  const format = useFormatter();
  const counted = ({ total, atLeast }: Counted) => `${format.number(total)}${atLeast ? '+' : ''}`;
  return (
    <header className="mb-3.5 flex flex-wrap items-start gap-x-3.5 gap-y-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1
            title={typeof title === 'string' && title.length > ONE_LINE ? title : undefined}
            className="line-clamp-4 min-w-0 break-words font-semibold text-xl tracking-[-0.015em] sm:line-clamp-3"
          >
            {title}
            {count !== undefined ? (
              <span className="ml-2 font-book text-faint text-md">
                {typeof count === 'number' ? format.number(count) : isCounted(count) ? counted(count) : count}
              </span>
            ) : null}
          </h1>
          {pill}
        </div>
        {identifiers ? (
          <div className="mt-1 flex flex-wrap items-center gap-x-4.5 gap-y-0.5 text-[12.5px] text-dim">
            {identifiers}
          </div>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
