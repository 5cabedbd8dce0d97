'use client';
import Power from 'lucide-react/icons/power';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ActionAnswer } from '#server/http/action.ts';
import { useAct } from './use-act.ts';

interface OnOffButtonProps {
  on: boolean;
  words: {
    enable: string;
    disable: string;
    disableTitle: string;
    disableText: ReactNode;
    /** Said once it is so. */
    enabled: string;
    disabled: string;
  };
  write: (on: boolean) => Promise<ActionAnswer<unknown>>;
  stale: readonly (readonly unknown[])[];
}

/** Switching on is one press; switching off asks first, since what goes through it stops. */
export function OnOffButton({ on, words, write, stale }: OnOffButtonProps) {
  const act = useAct();
  const set = async () => {
    const done = on ? words.disabled : words.enabled;
    const answer = await act(write(!on), { done, stale: [...stale], quiet: on });
    return answer.ok ? undefined : answer.words;
  };
  if (!on) {
    return (
      <Button variant="primary" icon={<Power aria-hidden="true" />} onClick={() => void set()}>
        {words.enable}
      </Button>
    );
  }
  return (
    <ConfirmDialog
      trigger={<Button icon={<Power aria-hidden="true" />}>{words.disable}</Button>}
      title={words.disableTitle}
      confirmLabel={words.disable}
      onConfirm={set}
    >
      {words.disableText}
    </ConfirmDialog>
  );
}
