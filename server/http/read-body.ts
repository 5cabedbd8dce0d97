import { DomainError } from '#server/platform/errors.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** The body up to the limit; the rest is not read. Encodings that we do not offer are refused before anything is read. */
export async function readBody(request: Request): Promise<string> {
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') throw new DomainError('http.not-json', 'unsupported');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
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

const tooLarge = () => new DomainError('http.body-too-large', 'too-large');
