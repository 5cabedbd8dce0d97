const DELIMITERS = [',', ';', '\t', '|'] as const;
type Delimiter = (typeof DELIMITERS)[number];

const LINES = 50;

/** How often each stands outside of quotes, line by line. */
function countsOf(text: string): Record<Delimiter, number>[] {
  const none = () => ({ ',': 0, ';': 0, '\t': 0, '|': 0 });
  const lines = [none()];
  let isQuoted = false;
  for (let at = 0; at < text.length && lines.length <= LINES; at++) {
    const char = text[at] as string;
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '\n' || (char === '\r' && text[at + 1] !== '\n')) lines.push(none());
    else if (char in (lines.at(-1) as object))
      (lines.at(-1) as Record<string, number>)[char] =
        ((lines.at(-1) as Record<string, number>)[char] as number) + 1;
  }
  return lines;
}

/** `sep=;` above everything else is how Excel is told. */
export function statedDelimiter(text: string): { delimiter: string; length: number } | null {
  const found = /^sep=(.)(\r\n|\n|\r)/i.exec(text);
  return found ? { delimiter: found[1] as string, length: found[0].length } : null;
}

/** The one that most lines have equally often; of two such, the one that makes more columns. */
export function guessDelimiter(text: string): Delimiter {
  const lines = countsOf(text);
  const scored = DELIMITERS.map((delimiter) => {
    const byCount = new Map<number, number>();
    for (const line of lines)
      if (line[delimiter] > 0) byCount.set(line[delimiter], (byCount.get(line[delimiter]) ?? 0) + 1);
    const [best] = [...byCount].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
    return { delimiter, columns: best?.[0] ?? 0, lines: best?.[1] ?? 0 };
  });
  scored.sort((a, b) => b.lines - a.lines || b.columns - a.columns);
  return scored[0]?.lines ? scored[0].delimiter : ',';
}
