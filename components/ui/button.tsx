import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ClassValue, cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md';

interface ButtonLook {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
}

const variants: Record<ButtonVariant, string> = {
  primary:
    'border-accent bg-accent text-on-accent shadow-1 hover:bg-accent-strong hover:border-accent-strong active:brightness-95',
  secondary:
    'border-line bg-panel text-ink shadow-1 hover:border-edge hover:bg-hover active:bg-sel data-[popup-open]:bg-sel',
  quiet:
    'border-transparent text-dim hover:bg-sel hover:text-ink data-[popup-open]:bg-sel data-[popup-open]:text-ink',
  danger: 'border-bad bg-bad text-on-bad shadow-1 hover:brightness-110 active:brightness-95',
};
const sizes: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 rounded-[7px] px-2.5 text-sm [&_svg]:size-3.5',
  md: 'h-8 gap-[7px] rounded-md px-3 [&_svg]:size-4',
};

export function buttonClass(
  { variant = 'secondary', size = 'md' }: Omit<ButtonLook, 'icon'>,
  extra?: ClassValue,
): string {
  return cx(
    'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap border font-medium transition-colors duration-100 [&_svg]:shrink-0',
    'disabled:not-aria-busy:cursor-not-allowed disabled:not-aria-busy:border-line disabled:not-aria-busy:bg-sunk disabled:not-aria-busy:text-faint disabled:not-aria-busy:shadow-none aria-disabled:opacity-60 aria-busy:cursor-progress',
    variants[variant],
    sizes[size],
    extra,
  );
}

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** Shows the work going on and refuses a second press; the label stays, so the width does not jump. */
  pending?: boolean | undefined;
}

export function Button({
  variant,
  size,
  icon,
  pending,
  className,
  children,
  disabled,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={buttonClass({ variant, size }, className)}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export interface ButtonLinkProps extends ComponentProps<typeof Link>, ButtonLook {}

export function ButtonLink({ variant, size, icon, className, children, ...props }: ButtonLinkProps) {
  return (
    <Link {...props} className={buttonClass({ variant, size }, className)}>
      {icon}
      {children}
    </Link>
  );
}

/** A file, not a page: never fetched before it is asked for. */
export function DownloadLink({
  variant,
  size,
  icon,
  className,
  children,
  ...props
}: ComponentProps<'a'> & ButtonLook) {
  return (
    <a download {...props} className={buttonClass({ variant, size }, className)}>
      {icon}
      {children}
    </a>
  );
}
