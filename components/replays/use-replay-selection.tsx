'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { ReplayMany } from './replay-many.tsx';

interface Asked {
  selection: TableSelection;
  answer: (done: boolean) => void;
}

/** Asks where the selected messages are to go, and has the plan of it made. */
export function useReplaySelection() {
  const t = useTranslations('replays');
  const [asked, setAsked] = useState<Asked | null>(null);
  const replaySelection = (selection: TableSelection) =>
    new Promise<boolean>((answer) => setAsked({ selection, answer }));
  const close = (done: boolean) => {
    asked?.answer(done);
    setAsked(null);
  };
  const { rows, count } = asked?.selection ?? { rows: null, count: 0 };
  const dialog =
    asked && rows ? (
      <ReplayMany
        label={'ids' in rows ? t('many.selected', { count }) : t('many.matching')}
        of={{ selection: asked.selection }}
        onClose={close}
      />
    ) : null;
  return { replaySelection, dialog };
}
