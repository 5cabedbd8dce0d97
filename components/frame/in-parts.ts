import type { ActionAnswer, ActionError } from '#server/http/action.ts';

/** So many go in one request (contract of deliveries). */
const MOST = 500;

export interface PartsDone<T> {
  /** What the parts answered, in their order. */
  answers: T[];
  /** So many of the ids were in parts that were done. */
  done: number;
  /** Why it stopped before the end; each part is a transaction of its own, so what was done stays done. */
  refused: ActionError | null;
}

/** A write for any number of things, in requests of a bounded size, one after the other. */
export async function inParts<T>(
  ids: readonly string[],
  write: (part: string[]) => Promise<ActionAnswer<T>>,
): Promise<PartsDone<T>> {
  const answers: T[] = [];
  for (let at = 0; at < ids.length; at += MOST) {
    const answer = await write(ids.slice(at, at + MOST));
    if (!answer.ok) return { answers, done: at, refused: answer.error };
    answers.push(answer.value);
  }
  return { answers, done: ids.length, refused: null };
}
