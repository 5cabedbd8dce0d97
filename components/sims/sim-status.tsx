'use client';
import { useTranslations } from 'next-intl';
import { SimPill } from '#components/devices/networks/status-pills.tsx';
import { Pill } from '#components/ui/pill.tsx';
import type { ChangeKind, SimListItem } from '#server/sims/contract.ts';
import { useReasonWords, useWishWords } from './sim-words.ts';

/** What is, and beside it what is to become or would not. */
export function SimState({ of }: { of: Pick<SimListItem, 'status' | 'changes'> }) {
  return (
    <span className="flex flex-wrap items-center gap-1 py-1 max-sm:flex-col max-sm:items-end max-sm:py-0">
      <SimPill status={of.status} />
      <ChangeMark of={of} kind="status" />
    </span>
  );
}

export function ChangeMark({ of, kind }: { of: Pick<SimListItem, 'changes'>; kind: ChangeKind }) {
  const t = useTranslations('sims');
  const words = useWishWords();
  const reason = useReasonWords();
  const change = of.changes.find((one) => one.kind === kind);
  if (!change) return null;
  const why = change.errorCode ? `: ${reason(change.errorCode, change.error)}` : '';
  return (
    <Pill
      tone={change.state === 'failed' ? 'bad' : 'busy'}
      live={change.state === 'pending'}
      title={`${t(`changeState.${change.state}`)}${why}`}
    >
      <span className="max-w-52 truncate">{t('becoming', { wanted: words(kind, change.wanted) })}</span>
    </Pill>
  );
}
