import type { ReactNode } from 'react';

export interface NameCellProps {
  name: string;
  /** What tells it from others of that name. */
  children: ReactNode;
}

/** The first cell of a list of things; a name that does not fit is told whole to whoever points at it. */
export function NameCell({ name, children }: NameCellProps) {
  return (
    <>
      <span className="block truncate font-medium" title={name}>
        {name}
      </span>
      <span className="block truncate text-faint text-xs">{children}</span>
    </>
  );
}
