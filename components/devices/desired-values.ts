import type { DesiredEntry, ReportedEntry } from '#server/twins/twin-contract.ts';

/** What is typed for a wish, before it is a value. */

export const WISH_KINDS = ['number', 'text', 'boolean'] as const;
export type WishKind = (typeof WISH_KINDS)[number];

/** A name that the device tells or its type expects: what it is wished by is known, too. */
export interface KnownName {
  name: string;
  kind: WishKind;
  unit: string | null;
}

interface Expected {
  name: string;
  type: string;
  unit?: string | null | undefined;
}

const KINDS: Record<string, WishKind> = { number: 'number', string: 'text', boolean: 'boolean' };

/** What the device says itself counts more than what its type expects of it. */
export function knownNames(
  reported: readonly Pick<ReportedEntry, 'name' | 'kind' | 'unit'>[],
  expected: readonly Expected[],
): KnownName[] {
  const known = new Map<string, KnownName>();
  for (const { name, type, unit } of expected) {
    const kind = KINDS[type];
    if (kind) known.set(name, { name, kind, unit: unit ?? null });
  }
  for (const { name, kind, unit } of reported) if (kind !== 'data') known.set(name, { name, kind, unit });
  return [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export interface WishValues {
  name: string;
  kind: WishKind;
  text: string;
  yes: boolean;
  resends: boolean;
  most: number | null;
  pauseMinutes: number | null;
}

export const NEW_WISH: WishValues = {
  name: '',
  kind: 'number',
  text: '',
  yes: true,
  resends: false,
  most: 3,
  pauseMinutes: 60,
};

export function wishValues({ name, kind, value, resend }: DesiredEntry): WishValues {
  return {
    name,
    kind: kind === 'data' ? 'text' : kind,
    text: kind === 'boolean' ? '' : String(value),
    yes: value === true,
    resends: resend !== null,
    most: resend?.most ?? NEW_WISH.most,
    pauseMinutes: resend?.pauseMinutes ?? NEW_WISH.pauseMinutes,
  };
}

/** null: it is no number. A comma is one way to write the decimal point. */
export function wishedValue({
  kind,
  text,
  yes,
}: Pick<WishValues, 'kind' | 'text' | 'yes'>): number | string | boolean | null {
  if (kind === 'boolean') return yes;
  if (kind === 'text') return text;
  const typed = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed)) return null;
  const number = Number(typed);
  return Number.isFinite(number) ? number : null;
}
