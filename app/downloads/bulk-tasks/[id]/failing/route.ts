import { getTranslations } from 'next-intl/server';
import { failingRows } from '#server/bulk-tasks/result-file.ts';
import { parseInput } from '#server/http/parse-input.ts';
import { csvDownload } from '#server/http/portal-download.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { reasonWords } from '../../reason-words.ts';

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const path = await context.params;
  const [words, t] = await Promise.all([reasonWords(), getTranslations('bulk')]);
  return csvDownload(request, async (actor) => {
    const { id } = parseInput(byIdSchema, path);
    return {
      name: `bulk-${id.slice(0, 8)}-failing.csv`,
      parts: await failingRows(actor, { id }, words, t('reasonHeading')),
    };
  });
}
