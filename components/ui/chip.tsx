import X from 'lucide-react/icons/x';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

const base =
  'inline-flex h-[26px] shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 text-[12.5px] transition-colors duration-100 [&_svg]:size-3.5';

export interface ChipProps extends ComponentProps<'button'> {
  active?: boolean | undefined;
  icon?: ReactNode;
}

export function Chip({ active, icon, className, children, ...props }: ChipProps) {
  return (
    <button
      type="button"
      {...props}
      className={cx(
        base,
        active
          ? 'border-transparent bg-up-soft text-up'
          : 'border-line bg-panel text-dim hover:border-edge hover:text-ink data-[popup-open]:border-edge data-[popup-open]:text-ink',
        className,
      )}
    >
      {icon}
      {children}
    </button>
  );
}

export interface FilterChipProps {
  children: ReactNode;
  removeLabel: string;
  onRemove: () => void;
  onEdit?: (() => void) | undefined;
}

/** An active filter: press the words to change it, the cross to take it away. */
export function FilterChip({ children, removeLabel, onRemove, onEdit }: FilterChipProps) {
  return (
    <span className={cx(base, 'max-w-full gap-0 border-transparent bg-up-soft pr-1 text-up')}>
      <button type="button" onClick={onEdit} disabled={!onEdit} className="min-w-0 truncate rounded-sm">
        {children}
      </button>
      <button
        type="button"
        onClick={onRemove}
        aria-label={removeLabel}
        className="ml-1 grid size-[18px] shrink-0 place-items-center rounded-full hover:bg-up hover:text-panel"
      >
        <X aria-hidden="true" className="size-3!" />
      </button>
    </span>
  );
}
