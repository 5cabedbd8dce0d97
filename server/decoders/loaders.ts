import 'server-only';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getDecoder, listDecoders } from './read-decoders.ts';
import { readExamples, readTypeExamples } from './read-examples.ts';

export const loadDecoders = () => load(listDecoders);

export const loadDecoder = (id: string) => loadWith(byIdSchema, { id }, getDecoder);

export const loadDecoderExamples = (id: string) => loadWith(byIdSchema, { id }, readExamples);

export const loadTypeExamples = (id: string) => loadWith(byIdSchema, { id }, readTypeExamples);

/** Those that any device type may offer. */
export const loadPlatformDecoders = async () =>
  (await loadDecoders()).flatMap(({ id, name, description, kind }) =>
    kind === 'built-in' ? [{ id, name, description }] : [],
  );
