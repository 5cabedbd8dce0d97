// Ids as one text of the database's answer: a row each would cost more than everything else of it.

/** `id,id` */
export function idList(text: string): number[] {
  return JSON.parse(`[${text}]`);
}

/** `ord,id,ord,id`: what a statement made, by the place it has in what was given. */
export function idsByOrd(text: string): Map<number, number> {
  const numbers = idList(text);
  const ids = new Map<number, number>();
  for (let at = 0; at < numbers.length; at += 2) ids.set(numbers[at] as number, numbers[at + 1] as number);
  return ids;
}
