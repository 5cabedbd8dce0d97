import { tagOf } from '#server/http/entity-tags.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { TwinRow } from './repository.ts';
import type { TwinTags } from './twin-contract.ts';

/** What is changed by itself, and has a version of its own: what a device tells moves no wish and no metadata. */
export type TwinPart = keyof TwinTags;

const LETTER: Record<TwinPart, string> = { metadata: 'm', desired: 'd', reported: 'r' };

/** Made of what is stored, of which Postgres keeps one order of keys (jsonb): the same content has the same tag. */
export const partTag = (row: Pick<TwinRow, TwinPart>, part: TwinPart): string =>
  `${LETTER[part]}-${tagOf(JSON.stringify(row[part]))}`;

/** Of the whole twin as it was told; it names its parts as well, so that a change can be based on either. */
export const twinTag = ({ metadata, desired, reported }: TwinTags, told: string): string =>
  [metadata, desired, reported, tagOf(told)].join('.');

/** Somebody was there since: the part is none of those that the change may be based on. */
export function refuseOther(
  row: Pick<TwinRow, TwinPart>,
  part: TwinPart,
  basedOn: readonly string[] | undefined,
): void {
  const present = partTag(row, part);
  if (basedOn && !basedOn.some((tag) => tag.split('.').includes(present)))
    throw new DomainError('twins.changed', 'precondition', { etag: present });
}
