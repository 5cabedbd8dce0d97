'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';

export const backdropClass =
  'fixed inset-0 z-50 bg-veil transition-opacity duration-150 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0';
export const dialogViewportClass =
  'fixed inset-0 z-50 grid grid-cols-[minmax(0,1fr)] place-items-end overflow-y-auto p-0 sm:place-items-center sm:p-6';
export const dialogPopupClass =
  'flex max-h-[calc(100dvh-24px)] w-full flex-col rounded-t-xl border border-line bg-raised shadow-2 outline-none transition duration-150 ease-snap data-[ending-style]:translate-y-2 data-[starting-style]:translate-y-2 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0 sm:rounded-xl';

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl', xl: 'sm:max-w-5xl' };

export interface DialogProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  trigger?: ReactElement | undefined;
  title: ReactNode;
  description?: ReactNode;
  size?: keyof typeof widths | undefined;
  children?: ReactNode;
  /** Stands fixed below the content: the buttons. */
  footer?: ReactNode;
  /** Outside presses do not close it: for forms that hold work. */
  holdOpen?: boolean | undefined;
  /** No cross: only the buttons below end it. */
  hideClose?: boolean | undefined;
}

const FIELD = ':is(input:not([type="hidden"]), textarea, [role="combobox"]):not(:disabled)';

export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  size = 'md',
  children,
  footer,
  holdOpen,
  hideClose,
}: DialogProps) {
  const t = useTranslations('ui');
  const popup = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  // By a finger a field would bring the keyboard up; else who opens a form goes on in it, not at its cross.
  const focusFirst = (by: string) =>
    by === 'touch' ? popup.current : (body.current?.querySelector<HTMLElement>(FIELD) ?? true);
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)} disablePointerDismissal={holdOpen}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className={dialogViewportClass}>
          <Base.Popup ref={popup} initialFocus={focusFirst} className={cx(dialogPopupClass, widths[size])}>
            <header className="flex items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 flex-1">
                <Base.Title className="line-clamp-4 font-semibold text-lg tracking-[-0.01em]">
                  {title}
                </Base.Title>
                {description ? (
                  <Base.Description className="mt-0.5 text-dim">{description}</Base.Description>
                ) : null}
              </div>
              {hideClose ? null : (
                <Base.Close
                  aria-label={t('close')}
                  className="-mr-1.5 grid size-7 place-items-center rounded-md text-dim hover:bg-sel hover:text-ink"
                >
                  <X aria-hidden="true" className="size-4" />
                </Base.Close>
              )}
            </header>
            <div
              ref={body}
              className="min-h-0 flex-1 overflow-y-auto px-5 py-1 pb-5 has-[[data-form-foot]]:pb-0"
            >
              {children}
            </div>
            {footer ? (
              <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
                {footer}
              </footer>
            ) : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Closes the dialog around it: `<DialogClose render={<Button>Cancel</Button>} />`. */
export const DialogClose = Base.Close;
