export type IdentifierKind = 'devEui' | 'joinEui' | 'devAddr' | 'imei' | 'iccid' | 'uuid' | 'key' | 'plain';

const groupSizes: Partial<Record<IdentifierKind, number>> = { devEui: 8, joinEui: 8, iccid: 4, key: 8 };

/** Cuts a long identifier into pieces the eye can hold; joined they are the identifier again. */
export function identifierGroups(value: string, kind: IdentifierKind): string[] {
  const size = groupSizes[kind];
  if (!size || value.length <= size) return [value];
  const groups: string[] = [];
  for (let at = 0; at < value.length; at += size) groups.push(value.slice(at, at + size));
  return groups;
}
