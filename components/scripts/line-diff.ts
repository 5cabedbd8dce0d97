/** A stretch of lines that differs; either side may be empty. */
export interface LineChange {
  /** Number of the first line, from 1; of an empty side the line before which the other's would stand. */
  before: { line: number; lines: string[] };
  after: { line: number; lines: string[] };
}

/** Beyond so many differing lines what lies between the common ends is one change. */
const MOST_EDITS = 1_000;

/** What turns one text into another, line by line (Myers, O(ND)), without what is the same. */
export function lineDiff(before: string, after: string): LineChange[] {
  const a = before.split('\n');
  const b = after.split('\n');
  const common = Math.min(a.length, b.length);
  let head = 0;
  while (head < common && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < common - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const kept = pairs(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const ends: [number, number][] = [...kept, [a.length - tail - head, b.length - tail - head]];
  const changes: LineChange[] = [];
  let x = 0;
  let y = 0;
  for (const [toX, toY] of ends) {
    if (toX > x || toY > y)
      changes.push({
        before: { line: head + x + 1, lines: a.slice(head + x, head + toX) },
        after: { line: head + y + 1, lines: b.slice(head + y, head + toY) },
      });
    x = toX + 1;
    y = toY + 1;
  }
  return changes;
}

/** Lines that stand in both, in order. */
function pairs(a: string[], b: string[]): [number, number][] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(a.length + b.length, MOST_EDITS); edits++) {
    trace.push(new Map(furthest));
    for (let k = -edits; k <= edits; k += 2) {
      let x = stepsDown(furthest, k, edits) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return [];
}

const at = (furthest: Map<number, number>, k: number) => furthest.get(k) ?? -1;

const stepsDown = (furthest: Map<number, number>, k: number, edits: number) =>
  k === -edits || (k !== edits && at(furthest, k - 1) < at(furthest, k + 1));

function walkBack(trace: Map<number, number>[], lengthA: number, lengthB: number): [number, number][] {
  const found: [number, number][] = [];
  let x = lengthA;
  let y = lengthB;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const from = stepsDown(furthest, k, edits) ? k + 1 : k - 1;
    const fromX = edits === 0 ? 0 : at(furthest, from);
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--;
      y--;
      found.push([x, y]);
    }
    x = fromX;
    y = fromY;
  }
  return found.reverse();
}
