'use client';
import { Checkbox as Base } from '@base-ui/react/checkbox';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface CheckboxProps extends Omit<ComponentProps<typeof Base.Root>, 'className'> {
  /** Words beside the box; without them give `aria-label`. */
  label?: ReactNode;
  hint?: ReactNode;
  className?: string | undefined;
}

export function CheckboxBox(props: ComponentProps<typeof Base.Root>) {
  return (
    <Base.Root
      {...props}
      className="group grid size-4 shrink-0 place-items-center rounded-[4px] border border-edge bg-panel text-on-accent transition-colors duration-75 hover:border-dim data-[checked]:border-accent data-[indeterminate]:border-accent data-[checked]:bg-accent data-[indeterminate]:bg-accent data-[disabled]:border-line data-[disabled]:bg-sunk data-[invalid]:border-bad"
    >
      <Base.Indicator className="grid">
        <svg
          viewBox="0 0 12 12"
          aria-hidden="true"
          className="size-3"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M2.5 6.5 5 9l4.5-5.5" className="group-data-[indeterminate]:hidden" />
          <path d="M2.8 6h6.4" className="hidden group-data-[indeterminate]:block" />
        </svg>
      </Base.Indicator>
    </Base.Root>
  );
}

export function Checkbox({ label, hint, className, ...props }: CheckboxProps) {
  if (label === undefined) return <CheckboxBox {...props} />;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box inside renders its own hidden input
    <label className={cx('flex items-start gap-2.5', className)}>
      <span className="flex h-5 items-center">
        <CheckboxBox {...props} />
      </span>
      <span className="min-w-0">
        {label}
        {hint ? <span className="block text-faint text-sm">{hint}</span> : null}
      </span>
    </label>
  );
}
