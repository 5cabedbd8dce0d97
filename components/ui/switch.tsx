'use client';
import { Switch as Base } from '@base-ui/react/switch';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface SwitchProps extends Omit<ComponentProps<typeof Base.Root>, 'className'> {
  label: ReactNode;
  hint?: ReactNode;
  hideLabel?: boolean | undefined;
  className?: string | undefined;
}

export function Switch({ label, hint, hideLabel, className, ...props }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside renders its own hidden input
    <label className={cx('flex items-start gap-2.5', className)}>
      <span className="flex h-5 items-center">
        <Base.Root
          {...props}
          className="flex h-[18px] w-8 shrink-0 items-center rounded-full border border-edge bg-sunk px-[2px] transition-colors duration-150 data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:opacity-50"
        >
          <Base.Thumb className="size-3 rounded-full bg-dim transition-transform duration-150 data-[checked]:translate-x-[14px] data-[checked]:bg-on-accent" />
        </Base.Root>
      </span>
      <span className={cx('min-w-0', hideLabel && 'sr-only')}>
        {label}
        {hint ? <span className="block text-faint text-sm">{hint}</span> : null}
      </span>
    </label>
  );
}
