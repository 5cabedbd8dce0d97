'use client';
import { Drawer as Base } from '@base-ui/react/drawer';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { backdropClass } from './dialog.tsx';

export interface DrawerProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  trigger?: ReactElement | undefined;
  title: ReactNode;
  hideTitle?: boolean | undefined;
  side?: 'left' | 'right' | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function Drawer({
  open,
  onOpenChange,
  trigger,
  title,
  hideTitle,
  side = 'right',
  className,
  children,
}: DrawerProps) {
  const t = useTranslations('ui');
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)} swipeDirection={side}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport
          className={cx('fixed inset-0 z-50 flex', side === 'right' ? 'justify-end' : 'justify-start')}
        >
          <Base.Popup
            className={cx(
              'flex h-full w-[420px] max-w-[88vw] flex-col overflow-y-auto overscroll-contain border-line bg-raised shadow-2 outline-none [transform:translateX(var(--drawer-swipe-movement-x,0px))] [transition:transform_220ms_var(--ease-snap)] data-[swiping]:[transition:none]',
              side === 'right'
                ? 'border-l data-[ending-style]:[transform:translateX(100%)] data-[starting-style]:[transform:translateX(100%)]'
                : 'border-r data-[ending-style]:[transform:translateX(-100%)] data-[starting-style]:[transform:translateX(-100%)]',
              className,
            )}
          >
            <header className={cx('flex items-center gap-3 px-4 pt-3 pb-1', hideTitle && 'sr-only')}>
              <Base.Title className="min-w-0 flex-1 truncate font-semibold text-md">{title}</Base.Title>
              <Base.Close
                aria-label={t('close')}
                className="-mr-1.5 grid size-8 place-items-center rounded-md text-dim hover:bg-sel hover:text-ink"
              >
                <X aria-hidden="true" className="size-4" />
              </Base.Close>
            </header>
            <Base.Content className="min-h-0 flex-1 px-4 pb-6">{children}</Base.Content>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
