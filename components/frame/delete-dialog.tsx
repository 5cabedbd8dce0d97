'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import type { ActionAnswer } from '#server/http/action.ts';
import { useAct } from './use-act.ts';

export interface DeleteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will be gone and what stays. */
  children: ReactNode;
  action: string;
  /** The name that must be typed first. */
  typedName?: string | undefined;
  remove: () => Promise<ActionAnswer<unknown>>;
  /** Said when it is gone. */
  done: string;
  /** The list that the thing stood in: its own page goes with it. */
  to: string;
}

export function DeleteDialog({ action, remove, done, to, children, ...dialog }: DeleteDialogProps) {
  const act = useAct();
  const router = useRouter();
  const confirm = async () => {
    const answer = await act(remove(), { done, quiet: true, leaves: true });
    if (!answer.ok) return answer.words;
    router.push(to);
    router.refresh();
    return undefined;
  };
  return (
    <ConfirmDialog {...dialog} confirmLabel={action} onConfirm={confirm}>
      {children}
    </ConfirmDialog>
  );
}
