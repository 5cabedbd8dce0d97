import { takeResult } from '#server/bulk-tasks/result-file.ts';
import { parseInput } from '#server/http/parse-input.ts';
import { csvDownload } from '#server/http/portal-download.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { reasonWords } from '../../reason-words.ts';

/** Asked for by POST: who reads it takes the keys that stand in it. */
export async function POST(
  request: Request,
  context: { params: Promise<{ id: string }> },
): Promise<Response> {
  const path = await context.params;
  const words = await reasonWords();
  return csvDownload(
    request,
    async (actor) => {
      const { id } = parseInput(byIdSchema, path);
      return { name: `bulk-${id.slice(0, 8)}-result.csv`, parts: await takeResult(actor, { id }, words) };
    },
    { once: true },
  );
}
