'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { BulkTaskItem } from '#server/bulk-tasks/contract.ts';
import { isMoving } from './queries.ts';

const tones: Record<BulkTaskItem['state'], Tone> = {
  draft: 'warn',
  planning: 'busy',
  planned: 'warn',
  running: 'busy',
  done: 'good',
  cancelled: 'idle',
  failed: 'bad',
};

export function TaskPill({ of }: { of: Pick<BulkTaskItem, 'state' | 'failed'> }) {
  const t = useTranslations('bulk.state');
  const partly = of.state === 'done' && of.failed > 0;
  return (
    <Pill tone={partly ? 'warn' : tones[of.state]} live={isMoving(of.state)}>
      {partly ? t('partly') : t(of.state)}
    </Pill>
  );
}

/** "Add LoRa devices", "Undone: Add LoRa devices". */
export function useTaskTitle(): (of: Pick<BulkTaskItem, 'kind' | 'source'>) => string {
  const t = useTranslations('bulk');
  return ({ kind, source }) =>
    source === 'undo' ? t('undoOf', { kind: t(`kind.${kind}`) }) : t(`kind.${kind}`);
}
