'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { byteMapSchema } from '#server/scripts/byte-map-contract.ts';
import { codecFilesSchema } from '#server/scripts/codec-file-contract.ts';
import { mapBytes as map } from '#server/scripts/map-bytes.ts';
import { readCodec } from '#server/scripts/read-codec.ts';
import { createDecoder as create } from './create-decoder.ts';
import { deleteDecoder as remove } from './delete-decoder.ts';
import { runScript as run, testScript as test, testPayload as tryPayload } from './run-script.ts';
import {
  decoderCreateSchema,
  decoderUpdateSchema,
  payloadTestSchema,
  scriptRunSchema,
  uplinkTestSchema,
} from './script-contract.ts';
import { setVersionRules as setRules } from './set-version-rules.ts';
import { shadowStartSchema } from './shadow-contract.ts';
import { startShadow as start, stopShadow as stop } from './start-shadow.ts';
import { resumeDecoder as resume } from './suspend-decoder.ts';
import { updateDecoder as update } from './update-decoder.ts';
import { versionRulesSchema } from './version-rule-contract.ts';

export const createDecoder = action(decoderCreateSchema, create);
export const updateDecoder = action(decoderUpdateSchema, update);
export const setVersionRules = action(versionRulesSchema, setRules);
export const startShadow = action(shadowStartSchema, start);
export const stopShadow = action(byIdSchema, stop);
export const resumeDecoder = action(byIdSchema, resume);
export const deleteDecoder = action(byIdSchema, remove);
export const runScript = action(scriptRunSchema, run);
export const testScript = action(uplinkTestSchema, test);
export const testPayload = action(payloadTestSchema, tryPayload);
export const mapBytes = action(byteMapSchema, map);
export const readCodecFiles = action(codecFilesSchema, readCodec);
