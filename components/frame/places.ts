import type { FoundPlace } from './frame-types.ts';

/** Pages by a part of their name, in either language; those whose names begin so first. */
export function placesNamed(places: readonly FoundPlace[], text: string): FoundPlace[] {
  const sought = text.trim().toLowerCase();
  if (sought === '') return [];
  const found = places.filter(({ names }) => names.some((name) => name.toLowerCase().includes(sought)));
  const begins = ({ names }: FoundPlace) => names.some((name) => name.toLowerCase().startsWith(sought));
  return [...found.filter(begins), ...found.filter((place) => !begins(place))];
}
