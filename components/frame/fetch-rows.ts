import { encodeTableQuery, type TablePage, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { wholePage } from '#components/ui/data-table/whole-page.ts';

/** A read that was refused; its message is the problem's code until somebody puts words to it. */
export class ReadRefused extends Error {
  readonly code: string;
  readonly requestId: string | undefined;
  /** Of a refusal that time heals. */
  readonly retryAfterSeconds: number;
  /** What fills its words. */
  readonly details: Record<string, string | number>;

  constructor(code: string, requestId: string | undefined, retryAfterSeconds = 0, details = {}) {
    super(code);
    this.code = code;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
    this.details = details;
  }
}

/** The portal's own reads (app/rows): JSON or a problem document. Instants arrive as ISO texts. */
export async function readJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await readAnswer(path, signal ? { signal } : {})).json()) as T;
}

export async function readAnswer(
  path: string,
  how: Pick<RequestInit, 'signal' | 'method'> = {},
): Promise<Response> {
  const answer = await fetch(path, { ...how, headers: { accept: 'application/json' } });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => ({}))) as {
    code?: string;
    requestId?: string;
    details?: Record<string, string | number>;
  };
  throw new ReadRefused(
    told.code ?? `http-${answer.status}`,
    told.requestId,
    Number(answer.headers.get('retry-after') ?? 0),
    told.details,
  );
}

export function fetchRows<Row>(
  table: string,
  query: TableQuery,
  signal: AbortSignal,
): Promise<TablePage<Row>> {
  return readJson(`/rows/${table}?${encodeTableQuery(query)}`, signal);
}

/** For pickers: where the search takes longer than one answer may, it is asked on until the page is full. */
export async function fetchWholeRows<Row>(
  table: string,
  query: TableQuery,
  signal: AbortSignal,
): Promise<TablePage<Row>> {
  const ask = (asked: TableQuery) => fetchRows<Row>(table, asked, signal);
  return wholePage(await ask(query), query, ask, () => {});
}
