import {
  type EntryPoint,
  LIMITS,
  type LogLevel,
  type SandboxError,
  type SandboxLog,
  type SandboxResult,
} from './contract.ts';
import { isInForm } from './output-form.ts';

const LEVELS: ReadonlySet<unknown> = new Set<LogLevel>(['log', 'info', 'warn', 'error', 'debug']);
const LOG_LINES = LIMITS.logTotalChars / 16;

/**
 * Reads what a child says of a run. A child is trusted no further than its scripts: known keys, types, sizes and
 * depth are checked on this side too. Throws when it is not an answer at all.
 */
export function readAnswer(answer: object, entry: EntryPoint): SandboxResult {
  const { output, logs, error, durationMs } = answer as Record<string, unknown>;
  if (!Array.isArray(logs) || logs.length > LOG_LINES || typeof durationMs !== 'number') {
    throw new Error('the child sent no answer');
  }
  const told: SandboxResult = {
    output: null,
    logs: logs.map(readLog),
    error: error === null ? null : readError(error),
    durationMs: Math.round(durationMs * 1000) / 1000,
  };
  if (told.error) return told;
  if (!isShallow(output, LIMITS.resultDepth)) {
    const message = `the result is nested deeper than ${LIMITS.resultDepth} levels`;
    return { ...told, error: { name: 'BadResult', message, line: null, column: null } };
  }
  if (!isInForm(entry, output)) {
    const message = 'the result does not keep the contract';
    return { ...told, error: { name: 'BadResult', message, line: null, column: null } };
  }
  return { ...told, output };
}

function readLog(value: unknown): SandboxLog {
  const { level, message } = (value ?? {}) as Record<string, unknown>;
  if (!LEVELS.has(level) || typeof message !== 'string')
    throw new Error('the child sent a log line that is none');
  return { level: level as LogLevel, message: message.slice(0, LIMITS.logLineChars) };
}

function readError(value: unknown): SandboxError {
  const { name, message, line, column } = (value ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof message !== 'string')
    throw new Error('the child sent an error that is none');
  return {
    name: name.slice(0, 100),
    message: message.slice(0, LIMITS.errorChars),
    line: place(line),
    column: place(column),
  };
}

const place = (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : null;

/** Also takes out own keys `__proto__`, which JSON may carry and a careless merge would follow. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isShallow(item, levels - 1));
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  return Object.values(value).every((item) => isShallow(item, levels - 1));
}
