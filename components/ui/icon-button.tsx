'use client';
import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className' | 'render'> {
  /** Names the button for everyone who does not see the picture; also its tooltip. */
  label: string;
  icon: ReactNode;
  size?: 'xs' | 'sm' | 'md' | undefined;
  tooltip?: boolean | undefined;
  className?: string | undefined;
  render?: ReactElement | undefined;
}

const sizes = { xs: 'size-5 [&_svg]:size-3', sm: 'size-7 [&_svg]:size-4', md: 'size-8 [&_svg]:size-[17px]' };

export function IconButton({
  label,
  icon,
  size = 'md',
  tooltip = true,
  className,
  ...props
}: IconButtonProps) {
  const button = (
    <BaseButton
      {...props}
      aria-label={label}
      className={cx(
        'inline-grid shrink-0 place-items-center rounded-[7px] text-dim transition-colors duration-100 hover:bg-sel hover:text-ink data-[popup-open]:bg-sel data-[popup-open]:text-ink disabled:text-ghost data-[disabled]:text-ghost',
        sizes[size],
        className,
      )}
    >
      {icon}
    </BaseButton>
  );
  return tooltip ? <Tooltip content={label}>{button}</Tooltip> : button;
}
