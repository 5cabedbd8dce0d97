import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { isKnownTo } from '#server/http/entity-tags.ts';
import { type BytesAnswer, problem } from '#server/http/problem.ts';
import type { IngestRequest } from '#server/pipeline/accept/contract.ts';
import { ingestAnswers } from '#server/pipeline/metrics.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { CHUNK_BYTES } from './contract.ts';
import {
  findSystemDownload,
  readSystemBytes,
  type SystemDownload,
  storeSystemProgress,
} from './download.sql.ts';
import { checkDownloadToken } from './download-token.ts';
import { assignmentOfPath, type ByteRange, isOpen, rangeOf } from './rules.ts';

const REFUSALS = {
  'firmware.not-found': [404, 'There is no such firmware'],
  'firmware.method': [405, 'This address takes GET and HEAD'],
  'firmware.token-missing': [401, 'The download needs the token that came with its address'],
  'firmware.token-wrong': [401, 'The token is not of this download'],
  'firmware.token-expired': [401, 'The token has expired; the answer to the next message carries a new one'],
  'firmware.device-deactivated': [403, 'The device is deactivated'],
  'firmware.ended': [410, 'This version is no longer offered to this device'],
  'firmware.range': [416, 'None of these bytes are in the file'],
  'ingestion.unavailable': [503, 'The file cannot be read at the moment; ask again'],
} as const;

type Refusal = keyof typeof REFUSALS;

type FirmwareRequest = Pick<IngestRequest, 'method' | 'path' | 'query' | 'headers'>;

/** The signed download of a device: whole or one range, RFC 9110 §13–14. */
export async function serveFirmware(request: FirmwareRequest, now = new Date()): Promise<BytesAnswer> {
  try {
    return await answer(request, now);
  } catch (err) {
    log.error({ err }, 'a firmware download failed');
    return refuse('ingestion.unavailable', request.path, { 'retry-after': '2' });
  }
}

async function answer(request: FirmwareRequest, now: Date): Promise<BytesAnswer> {
  const { method, path, headers } = request;
  const id = assignmentOfPath(path);
  if (id === null) return refuse('firmware.not-found', path);
  if (method !== 'GET' && method !== 'HEAD') return refuse('firmware.method', path, { allow: 'GET, HEAD' });
  const token = tokenOf(request);
  if (token === null) return refuse('firmware.token-missing', path);
  const download = await findSystemDownload(id);
  if (!download) return refuse('firmware.not-found', path);
  const refusal = await refusalOf(download, token, now);
  if (refusal) return refuse(refusal, path);
  const etag = `"${download.sha256}"`;
  if (isKnownTo(headers['if-none-match'], etag)) return counted({ status: 304, headers: { etag }, body: '' });
  const isSame = headers['if-range'] === undefined || headers['if-range'].trim() === etag;
  const range = isSame ? rangeOf(headers.range, download.size) : null;
  if (range === 'unsatisfiable')
    return refuse('firmware.range', path, { 'content-range': `bytes */${download.size}` });
  return counted(await bytesOf(download, range, { isHead: method === 'HEAD', now }));
}

/** As the answer said, or in the address for a device that cannot send the header. */
function tokenOf({ headers, query }: FirmwareRequest): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? new URLSearchParams(query).get('token');
}

/** What ended is told only to who has its token. */
async function refusalOf(download: SystemDownload, token: string, now: Date): Promise<Refusal | null> {
  const { customerId, id: assignmentId, deviceId } = download;
  const dataKey = await dataKeyOf(pipelineDatabase(), customerId);
  const checked = checkDownloadToken(dataKey, { assignmentId, deviceId }, token, now);
  if (checked !== 'good') return `firmware.token-${checked}`;
  if (!isOpen(download.status) || download.expiresAt <= now) return 'firmware.ended';
  return download.deviceActive ? null : 'firmware.device-deactivated';
}

async function bytesOf(
  download: SystemDownload,
  range: ByteRange | null,
  { isHead, now }: { isHead: boolean; now: Date },
): Promise<BytesAnswer> {
  const { size, sha256, versionId } = download;
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const headers = {
    'content-type': 'application/octet-stream',
    'cache-control': 'private, no-transform',
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
    // RFC 9530: of the whole file, whatever part is sent.
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    ...(range ? { 'content-range': `bytes ${first}-${last}/${size}` } : {}),
  };
  const status = range ? 206 : 200;
  if (isHead)
    return { status, headers: { ...headers, 'content-length': String(last - first + 1) }, body: '' };
  const bytes = await readSystemBytes(versionId, { first, last });
  if (bytes.length !== last - first + 1) throw new Error(`firmware ${versionId} lacks bytes`);
  await follow(download, last + 1, now);
  // Of the part that is sent: devices check each as it comes.
  const digest = `crc32=${crc32(bytes).toString(16).padStart(8, '0')}`;
  return { status, headers: { ...headers, digest }, body: bytes };
}

/** Devices fetch in parts of 256 bytes: a row is written for the first, for each piece that is through, and at the end. */
async function follow(
  { id, status, fetchedBytes, size }: SystemDownload,
  end: number,
  now: Date,
): Promise<void> {
  const isFurther = Math.floor(end / CHUNK_BYTES) > Math.floor(fetchedBytes / CHUNK_BYTES);
  if (status === 'offered' || isFurther || (end === size && fetchedBytes < size))
    await storeSystemProgress(id, end, now);
}

function counted(answered: BytesAnswer): BytesAnswer {
  ingestAnswers.inc({ door: 'firmware', outcome: String(answered.status) });
  return answered;
}

function refuse(refusal: Refusal, instance: string, headers: Record<string, string> = {}): BytesAnswer {
  const [status, title] = REFUSALS[refusal];
  ingestAnswers.inc({ door: 'firmware', outcome: refusal });
  const requestId = randomUUID();
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer realm="firmware"' } : {};
  return problem({
    status,
    code: refusal,
    title,
    instance,
    requestId,
    headers: { 'x-request-id': requestId, ...challenge, ...headers },
  });
}
