import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';
import { DecodeError, type DecodeResult, type DecoderInput } from '../contract.ts';
import { builtInDecoders } from './registry.ts';

const byKey = new Map(builtInDecoders.map((decoder) => [decoder.key, decoder]));

/** A payload that does not fit is an answer, not an exception: the message fails for this decoder alone. */
export function runBuiltIn(key: string, input: DecoderInput): DecodeResult {
  const decoder = byKey.get(key);
  if (!decoder) return failure('UnknownDecoder', `There is no built-in decoder "${key}".`);
  try {
    return { ok: true, records: decoder.decode(input) };
  } catch (error) {
    if (error instanceof DecodeError) return failure(error.name, error.message);
    // A fault of our own must not stop the batch either; its name tells it apart.
    return failure('InternalError', error instanceof Error ? error.message : 'The decoder failed.');
  }
}

/** How receivers get what this decoder makes, where not the present way. */
export function formOfBuiltIn(key: string): PackForm | undefined {
  return byKey.get(key)?.form;
}

function failure(name: string, message: string): DecodeResult {
  return { ok: false, error: { name, message } };
}
