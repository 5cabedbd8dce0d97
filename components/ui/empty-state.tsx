import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface EmptyStateProps {
  icon?: ReactNode;
  /** What this place is for. */
  title: ReactNode;
  /** Why it is empty and what fills it. */
  children?: ReactNode;
  /** The one button that fills it. */
  action?: ReactNode;
  className?: string | undefined;
  /** 1 where it is the whole page. */
  level?: 1 | 2 | undefined;
}

export function EmptyState({ icon, title, children, action, className, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={cx('flex flex-col items-center px-6 py-12 text-center', className)}>
      {icon ? (
        <div className="mb-3 grid size-11 place-items-center rounded-xl border border-line bg-sunk text-dim [&_svg]:size-5">
          {icon}
        </div>
      ) : (
        <QuietPulse />
      )}
      <Heading className="font-semibold text-md">{title}</Heading>
      {children ? <div className="mt-1 max-w-md text-balance text-dim">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

const dots = Array.from({ length: 16 }, (_, index) => `M${2 + index * 6} 25h1.6`).join('');

/** The signature with nothing on it: a line waiting for its first tick. */
function QuietPulse() {
  return (
    <svg viewBox="0 0 120 28" aria-hidden="true" className="mb-3 h-7 w-30 text-ghost">
      <path d={dots} stroke="currentColor" strokeWidth="2" />
      <rect x="98" y="10" width="2" height="16" rx=".8" fill="var(--accent)" opacity=".55" className="beat" />
    </svg>
  );
}
