import { type Actor, authorize } from '#server/access/actor.ts';
import { uplinkInput } from '#server/decoders/built-in/example-frames.ts';
import { runBuiltIn } from '#server/decoders/built-in/run-built-in.ts';
import { selectBuiltInKey } from '#server/decoders/repository.ts';
import { normalise } from '#server/pipeline/decode/normalise.ts';
import { type DecodableMessage, scriptCall } from '#server/pipeline/decode/script-call.ts';
import { recordsOfScript } from '#server/pipeline/decode/script-records.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { LIMITS, SANDBOX_ERRORS, type SandboxCall, type SandboxError } from '#server/sandbox/contract.ts';
import { findUplinkForScript } from '#server/uplinks/find-uplink.ts';
import { byteMapOf, type Decoding, mutantsOf } from './byte-map.ts';
import type { ByteMapOutcome, ByteMapRequest, MappedRecord } from './byte-map-contract.ts';
import { editorSandbox } from './editor-sandbox.ts';
import { spendRun } from './limit.ts';
import { scriptKey } from './save-draft.ts';

/** A message with bytes that can be changed. */
type Frame = DecodableMessage & { event: LoraUplink };
type Made = { ok: true; records: MappedRecord[] } | { ok: false; error: SandboxError };
/** Decodes a frame with each of these payloads in place of its own. */
type Decode = (payloads: readonly Uint8Array[]) => Promise<Made[]>;

/** For all runs together. A codec takes a tenth of a millisecond, and a payload at most 728 runs. */
const TIME_LIMIT_MS = 4_000;
/** A payload that makes a codec run out of time is rare, and each costs others their turn. */
const TIMEOUTS = 5;

/** What read each byte of a payload: decodes it once as it is, and once with every byte changed in a few ways. */
export async function mapBytes(actor: Actor, request: ByteMapRequest): Promise<ByteMapOutcome> {
  const scope = authorize(actor, 'decoders.run');
  if ('uplinkId' in request) authorize(actor, 'uplinks.read');
  await spendRun(actor);
  const frame = await frameOf(scope, request);
  const decode =
    'decoderId' in request ? await builtIn(scope, request.decoderId, frame) : script(request, frame);
  const bytes = Buffer.from(frame.event.frmPayload, 'hex');
  const [plain, again] = await decode([bytes, bytes]);
  const answer = { payload: frame.event.frmPayload, map: null, error: null };
  if (!plain?.ok) return { ...answer, error: plain?.error ?? null };
  const mutants = mutantsOf(bytes);
  const decodings = await decode(mutants.map(({ payload }) => payload));
  const stopped = decodings.find((one) => !one.ok && one.error.name === TOO_SLOW.name);
  if (stopped) return { ...answer, error: TOO_SLOW };
  const tried = mutants.map(({ at }, i) => ({ at, decoding: decodings[i] ?? REFUSED }));
  return { ...answer, map: byteMapOf(bytes.length, plain.records, again ?? REFUSED, tried) };
}

const REFUSED: Decoding = { ok: false };
const TOO_SLOW: SandboxError = {
  name: SANDBOX_ERRORS.budget,
  message: 'the decoder is too slow to be tried on every byte',
  line: null,
  column: null,
};

async function frameOf(scope: TenantScope, request: ByteMapRequest): Promise<Frame> {
  const message =
    'uplinkId' in request
      ? await tenantTransaction(scope, (tx) => findUplinkForScript(tx, scope, request.uplinkId))
      : typedMessage(scope, request);
  if (!message) throw notFound('uplinks');
  const { event } = message;
  if (event.kind !== 'uplink' || event.frmPayload.length > LIMITS.encodedBytes * 2)
    throw new DomainError('decoders.no-input', 'conflict', { kind: event.kind });
  return { ...message, event };
}

function typedMessage(
  { customerId }: TenantScope,
  { frmPayload, fPort }: { frmPayload: string; fPort: number },
): DecodableMessage {
  const receivedAt = systemClock.now();
  const { urn, event } = uplinkInput({ frmPayload, fPort, occurredAt: receivedAt.toISOString() });
  return { customerId, urn, receivedAt, event };
}

async function builtIn(scope: TenantScope, decoderId: string, frame: Frame): Promise<Decode> {
  const key = await tenantTransaction(scope, (tx) => selectBuiltInKey(tx, scope, decoderId));
  if (!key) throw notFound('decoders');
  return async (payloads) =>
    payloads.map((payload) => {
      const frmPayload = Buffer.from(payload).toString('hex');
      const result = runBuiltIn(key, { ...frame, event: { ...frame.event, frmPayload } });
      return result.ok ? made(result.records, frame) : refused(result.error);
    });
}

function script(text: Extract<ByteMapRequest, { source: string }>, frame: Frame): Decode {
  const version = { ...text, sourceHash: scriptKey(text.source) };
  const call = scriptCall(version, frame);
  if (!call) throw new DomainError('decoders.no-input', 'conflict', { kind: frame.event.kind });
  const startedAt = performance.now();
  return async (payloads) => {
    const found: Made[] = [];
    let timeouts = 0;
    for (let from = 0; from < payloads.length; from += LIMITS.batchCalls) {
      if (performance.now() - startedAt > TIME_LIMIT_MS) return [refused(TOO_SLOW)];
      const calls = payloads.slice(from, from + LIMITS.batchCalls).map((bytes) => withPayload(call, bytes));
      for (const { output, error } of await editorSandbox().runBatch(calls)) {
        if (error?.name === SANDBOX_ERRORS.timeout) timeouts += 1;
        if (error?.name === SANDBOX_ERRORS.killed || timeouts >= TIMEOUTS) return [refused(TOO_SLOW)];
        const records = error ? null : recordsOfScript(version, frame, output);
        if (error) found.push(refused(error));
        else if (records) found.push(records.ok ? made(records.records, frame) : refused(records.fault));
      }
    }
    return found;
  };
}

/** `things` scripts read the payload where ThingPark writes it, at both places in which it stands. */
function withPayload(call: SandboxCall, payload: Uint8Array): SandboxCall {
  const input = call.input as Record<string, never>;
  if (call.contract === 'ts013') return { ...call, input: { ...input, bytes: [...payload] } };
  const { payload: body, metadata } = input as Record<string, Record<string, Record<string, object>>>;
  const uplink = { ...body?.DevEUI_uplink, payload_hex: Buffer.from(payload).toString('hex') };
  return {
    ...call,
    input: {
      ...input,
      payload: { ...body, DevEUI_uplink: uplink },
      metadata: { ...metadata, ingestion: { ...metadata?.ingestion, actility: { uplink } } },
    },
  };
}

function made(records: SenmlRecord[] | null, frame: Frame): Made {
  if (!records) return { ok: true, records: [] };
  const pack = normalise(records, frame);
  if (!pack.ok) return refused({ name: 'BadRecords', message: pack.error.message });
  return { ok: true, records: (pack.value?.measurements ?? []).map((one) => ({ ...one })) };
}

function refused(error: { name: string; message: string } & Partial<SandboxError>): Made {
  return { ok: false, error: { line: null, column: null, ...error } };
}
