import { cx } from './cx.ts';

/** Longer ones are cut in their middle: such numbers are told apart by how they begin and end. */
const LONG = 20;
const TAIL = 8;

/** An identifier in as much room as there is; both its ends stay, and what is selected or copied is all of it. */
export function BothEnds({ value, className }: { value: string; className?: string | undefined }) {
  if (value.length <= LONG)
    return (
      <span className={cx('block truncate', className)} title={value}>
        {value}
      </span>
    );
  return (
    <span className={cx('flex min-w-0', className)} title={value}>
      <span className="truncate">{value.slice(0, -TAIL)}</span>
      <span className="shrink-0">{value.slice(-TAIL)}</span>
    </span>
  );
}
