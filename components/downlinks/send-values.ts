import { type DownlinkCreate, type DownlinkOffer, durationOfSeconds } from '#server/downlinks/contract.ts';
import { readHex } from './hex-payload.ts';
import { readRecords } from './senml-records.ts';

/** What can be sent to a device that can be sent something. */
export type OpenOffer = Exclude<DownlinkOffer, { kind: 'none' }>;

/** What an instruction is read for: it takes so many bytes, or records under its name. */
export type SendTarget = { kind: 'lora'; maxBytes: number } | { kind: 'senml'; urn: string };

export const TIME_UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type TimeUnit = keyof typeof TIME_UNITS;

export interface SendValues {
  port: number | null;
  payload: string;
  records: string;
  timeout: number | null;
  timeoutUnit: TimeUnit;
  retryLimit: number | null;
  dryRun: boolean;
  externalReference: string;
}

export const NO_VALUES: SendValues = {
  port: 1,
  payload: '',
  records: '',
  timeout: 1,
  timeoutUnit: 'days',
  retryLimit: 0,
  dryRun: false,
  externalReference: '',
};

/** What is wrong with what is typed, before the contract looks at it. */
export type WrongContent =
  | { field: 'payload'; wrong: 'empty' | 'not-hex' }
  | { field: 'payload'; wrong: 'too-long'; bytes: number; most: number }
  | { field: 'records'; wrong: 'empty' | 'not-senml'; detail: string };

/** The instruction as the contract takes it; ranges are its own to check. */
export function instructionOf(
  target: SendTarget,
  values: SendValues,
): { ok: true; input: Omit<DownlinkCreate, 'deviceId'> } | { ok: false; content: WrongContent } {
  const method = methodOf(target, values);
  if (!method.ok) return method;
  const { timeout, timeoutUnit, retryLimit, dryRun, externalReference } = values;
  const input = {
    method: method.value,
    feedbackTimeout: durationOfSeconds(Math.round((timeout ?? 0) * TIME_UNITS[timeoutUnit])),
    retryLimit: retryLimit ?? 0,
    dryRun,
    externalReference: externalReference.trim() || null,
  };
  return { ok: true, input };
}

function methodOf(
  target: SendTarget,
  { port, payload, records }: SendValues,
): { ok: true; value: DownlinkCreate['method'] } | { ok: false; content: WrongContent } {
  if (target.kind === 'senml') {
    const read = readRecords(records, target.urn);
    if (!read.ok) return { ok: false, content: { field: 'records', wrong: read.wrong, detail: read.detail } };
    return { ok: true, value: { type: 'senml', records: read.records } };
  }
  const { digits, bytes, wrong } = readHex(payload);
  if (wrong) return { ok: false, content: { field: 'payload', wrong } };
  const { maxBytes: most } = target;
  if (bytes > most) return { ok: false, content: { field: 'payload', wrong: 'too-long', bytes, most } };
  return { ok: true, value: { type: 'lora', port: port ?? 0, payloadHex: digits } };
}
