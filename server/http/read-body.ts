import { DomainError } from '#server/platform/errors.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** null when there is more than the limit; the rest is not read. */
export async function readUpTo(request: Request, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as text. Encodings that we do not offer are refused before anything is read. */
export async function readBody(request: Request): Promise<string> {
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') throw new DomainError('http.not-json', 'unsupported');
  const bytes = await readUpTo(request, MAX_BODY_BYTES);
  if (bytes === null) throw new DomainError('http.body-too-large', 'too-large');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('http.bad-json', 'invalid', {}, [{ path: '', message: 'is not UTF-8' }]);
  }
}

export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new DomainError('http.not-json', 'unsupported');
  const text = await readBody(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('http.bad-json', 'invalid');
  }
}
