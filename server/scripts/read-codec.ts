import { type Actor, authorize } from '#server/access/actor.ts';
import { readCodecFiles } from './codec-file.ts';
import type { CodecFile, CodecFiles } from './codec-file-contract.ts';
import { spendRun } from './limit.ts';

/** What the files of a vendor's codec hold. Nothing is stored and nothing is run. */
export async function readCodec(actor: Actor, files: CodecFiles): Promise<CodecFile> {
  authorize(actor, 'decoders.run');
  await spendRun(actor);
  return readCodecFiles(files);
}
