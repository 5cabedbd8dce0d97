import { type Actor, authorize } from '#server/access/actor.ts';
import { limiter } from '#server/decoders/run-script.ts';
import { consume } from '#server/platform/rate-limit.ts';
import { readCodecFiles } from './codec-file.ts';
import type { CodecFile, CodecFiles } from './codec-file-contract.ts';

/** What the files of a vendor's codec hold. Nothing is stored and nothing is run. */
export async function readCodec(actor: Actor, files: CodecFiles): Promise<CodecFile> {
  authorize(actor, 'decoders.run');
  await consume(limiter, actor.id, 'decoders.too-many-runs');
  return readCodecFiles(files);
}
