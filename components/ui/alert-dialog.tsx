'use client';
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { useTranslations } from 'next-intl';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { backdropClass, dialogPopupClass, dialogViewportClass } from './dialog.tsx';
import { TextField } from './text-field.tsx';

export interface ConfirmDialogProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  trigger?: ReactElement | undefined;
  title: ReactNode;
  /** What will be gone and what will not come back. */
  children?: ReactNode;
  confirmLabel: string;
  /** The name that must be typed first: for what cannot be undone. */
  typedName?: string | undefined;
  danger?: boolean | undefined;
  /** The dialog stays until this settles, and stays open when it returns the words of what went wrong. */
  onConfirm: () => Promise<string | undefined> | Promise<void> | void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    trigger,
    title,
    children,
    confirmLabel,
    typedName,
    danger = true,
    onConfirm,
  } = props;
  const t = useTranslations('ui');
  const [inner, setInner] = useState(false);
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const change = (next: boolean) => {
    if (pending) return;
    setInner(next);
    setTyped('');
    setFailure(undefined);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    setPending(true);
    const words = (await Promise.resolve(onConfirm()).catch((error: unknown) => String(error))) ?? undefined;
    setPending(false);
    setFailure(words);
    if (words === undefined) {
      setInner(false);
      setTyped('');
      onOpenChange?.(false);
    }
  };
  return (
    <Base.Root open={open ?? inner} onOpenChange={change}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className={dialogViewportClass}>
          <Base.Popup className={cx(dialogPopupClass, 'sm:max-w-md')}>
            <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 pt-4 pb-5">
              <Base.Title className="line-clamp-4 shrink-0 font-semibold text-lg tracking-[-0.01em]">
                {title}
              </Base.Title>
              {children ? (
                <Base.Description render={<div />} className="text-dim">
                  {children}
                </Base.Description>
              ) : null}
              {typedName ? (
                <TextField
                  label={t.rich('typeName', {
                    name: typedName,
                    b: (text) => <b className="break-all font-semibold">{text}</b>,
                  })}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  autoComplete="off"
                  spellCheck={false}
                />
              ) : null}
              {failure ? (
                <p role="alert" className="text-bad text-sm">
                  {failure}
                </p>
              ) : null}
            </div>
            <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">
              <Base.Close render={<Button />} disabled={pending}>
                {t('cancel')}
              </Base.Close>
              <Button
                variant={danger ? 'danger' : 'primary'}
                pending={pending}
                disabled={typedName !== undefined && typed.trim() !== typedName.trim()}
                onClick={() => void confirm()}
              >
                {confirmLabel}
              </Button>
            </footer>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
