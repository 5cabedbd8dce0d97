import { cx } from '#components/ui/cx.ts';

/** Four ticks of a pulse in a rounded square. */
export function LogoMark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true" className={cx('size-[22px] shrink-0', className)}>
      <rect width="22" height="22" rx="6" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="4.5" y="12" width="2" height="5" rx="1" />
        <rect x="8" y="8" width="2" height="9" rx="1" />
        <rect x="11.5" y="5" width="2" height="12" rx="1" />
        <rect x="15" y="10" width="2" height="7" rx="1" />
      </g>
    </svg>
  );
}

export function Logo({ className }: { className?: string | undefined }) {
  return (
    <span
      className={cx(
        'flex items-center gap-[9px] whitespace-nowrap font-semibold tracking-[-0.01em]',
        className,
      )}
    >
      <LogoMark />
      Things Portal
    </span>
  );
}
