'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { DestinationListItem } from '#server/destinations/contract.ts';

export type ShownState = 'active' | 'paused' | 'suspended' | 'failing';

const tones: Record<ShownState, Tone> = { active: 'good', paused: 'idle', suspended: 'bad', failing: 'warn' };

export function shownState(of: Pick<DestinationListItem, 'status' | 'failuresInARow'>): ShownState {
  return of.status === 'active' && of.failuresInARow > 0 ? 'failing' : of.status;
}

export function DestinationPill({ of }: { of: Pick<DestinationListItem, 'status' | 'failuresInARow'> }) {
  const t = useTranslations('destinations.status');
  const state = shownState(of);
  return <Pill tone={tones[state]}>{t(state)}</Pill>;
}

/** Kinds are added by drivers; one without a word here goes by its own name. */
export function useKindWord(): (kind: string) => string {
  const t = useTranslations('destinations.kind');
  return (kind) => (t.has(kind as 'https') ? t(kind as 'https') : kind);
}

/** A code of a failed call in words; a driver's own sentence where there are none. */
export function useCodeWords(): (code: string, otherwise?: string | null) => string {
  const t = useTranslations('errors');
  return (code, otherwise) =>
    t.has(code as never) ? t(code as never, { fields: '' } as never) : (otherwise ?? code);
}
