import type { CSSProperties, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface ListTableProps {
  label: string;
  head: readonly { label: ReactNode; end?: boolean | undefined }[];
  children: ReactNode;
  /** Without a frame of its own, for use within a panel. */
  bare?: boolean | undefined;
  /** Stays a table on a phone too: short cells that are read down the column. */
  figures?: boolean | undefined;
}

/** For short lists that are whole on the page; what grows beyond a page is a DataTable. */
export function ListTable({ label, head, children, bare, figures }: ListTableProps) {
  return (
    <div
      data-scrolls="phone"
      className={cx(
        'relative min-w-0 overflow-x-auto',
        !bare && 'rounded-xl border border-line bg-panel shadow-1',
      )}
    >
      <table
        className={cx('w-full border-separate border-spacing-0', !figures && 'list-cards')}
        style={figures ? undefined : headsOf(head)}
      >
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                key={index}
                scope="col"
                className={cx(
                  'h-9 whitespace-nowrap border-line border-b px-3 font-normal text-[12.5px] text-faint first:pl-4 last:pr-4',
                  cell.end ? 'text-right' : 'text-left',
                )}
              >
                {cell.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0">{children}</tbody>
      </table>
    </div>
  );
}

/** A row that is a card on a phone says its columns' names itself: the style sheet takes them from here. */
function headsOf(head: ListTableProps['head']): CSSProperties {
  return Object.fromEntries(
    head.map(({ label }, index) => [
      `--head-${index + 1}`,
      JSON.stringify(typeof label === 'string' ? label : ''),
    ]),
  );
}

export interface ListCellProps {
  /** Names the row. */
  first?: boolean | undefined;
  end?: boolean | undefined;
  /** Text that takes the lines it needs, however long and without a space. */
  wrap?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
}

export function ListCell({ first, end, wrap, className, children }: ListCellProps) {
  const look = cx(
    'h-11 border-line-soft border-b px-3 py-1.5 font-normal first:pl-4 last:pr-4',
    end ? 'text-right' : 'text-left',
    wrap ? 'min-w-36 [overflow-wrap:anywhere]' : 'whitespace-nowrap',
    className,
  );
  return first ? (
    <th scope="row" className={look}>
      {children}
    </th>
  ) : (
    <td className={look}>{children}</td>
  );
}
