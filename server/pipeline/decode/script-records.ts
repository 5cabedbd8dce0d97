import { readSenmlValue } from '#server/protocols/senml/parse-senml-json.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { SandboxLog, Ts013Decoded } from '#server/sandbox/contract.ts';
import { dataToRecords, type RecordMapping } from '#server/sandbox/data-to-records.ts';
import type { DecodableMessage } from './script-call.ts';
import type { ScriptVersion } from './topology.ts';
import type { DecodeFault } from './uplink.ts';

export type ScriptRecords =
  | { ok: true; records: SenmlRecord[] | null; logs: SandboxLog[] }
  | { ok: false; fault: DecodeFault };

/** What a script's output says in SenML, by its contract. */
export function recordsOfScript(
  script: ScriptVersion,
  message: DecodableMessage,
  output: unknown,
): ScriptRecords {
  return script.contract === 'things' ? ofThings(output) : ofTs013(script, message, output as Ts013Decoded);
}

function ofThings(output: unknown): ScriptRecords {
  if (output === null) return { ok: true, records: null, logs: [] };
  const pack = readSenmlValue(output);
  if (pack.ok) return { ok: true, records: pack.value, logs: [] };
  const { path, message } = pack.error;
  return fault('BadRecords', path ? `${path}: ${message}` : message);
}

/** TS013-1.0.0: errors are returned, not thrown; warnings belong to the log. */
function ofTs013(script: ScriptVersion, message: DecodableMessage, output: Ts013Decoded): ScriptRecords {
  if (output.errors.length) return fault('DecodeError', output.errors.join('; '));
  const mapping = (script.mapping ?? {}) as Record<string, RecordMapping>;
  const { records, warnings } = dataToRecords(output.data, mapping);
  const logs = [...output.warnings, ...warnings].map((text) => ({ level: 'warn' as const, message: text }));
  const [first, ...rest] = records;
  if (!first) return { ok: true, records: null, logs };
  const bt = Date.parse(message.event.occurredAt) / 1000;
  return { ok: true, records: [{ bn: message.urn, bt, ...first }, ...rest], logs };
}

function fault(name: string, message: string): ScriptRecords {
  return { ok: false, fault: { name, message, line: null, column: null } };
}
