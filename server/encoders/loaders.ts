import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getScriptEncoder } from './change-script-encoder.ts';

export const loadScriptEncoder = (id: string) => loadWith(byIdSchema, { id }, getScriptEncoder);
