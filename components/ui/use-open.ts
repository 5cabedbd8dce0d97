'use client';
import { type ReactElement, useState } from 'react';

export interface Openable {
  /** Given: whoever draws the dialog opens it, and it has no button of its own. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

export interface OpenState {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Only where the dialog opens itself. */
  trigger?: ReactElement;
}

/** What a dialog needs to open by `button`, or by whoever draws it. */
export function useOpen({ open, onOpenChange }: Openable, button: ReactElement): OpenState {
  const [inner, setInner] = useState(false);
  const change = (next: boolean) => {
    setInner(next);
    onOpenChange?.(next);
  };
  return {
    open: open ?? inner,
    onOpenChange: change,
    ...(open === undefined ? { trigger: button } : {}),
  };
}
