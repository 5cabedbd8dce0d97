import { templateQuerySchema } from '#server/bulk-tasks/contract.ts';
import { sheetTemplate } from '#server/bulk-tasks/sheet-template.ts';
import { parseInput } from '#server/http/parse-input.ts';
import { csvDownload } from '#server/http/portal-download.ts';

export const GET = (request: Request): Promise<Response> =>
  csvDownload(request, async (actor) => {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const { name, csv } = await sheetTemplate(actor, parseInput(templateQuerySchema, query));
    return {
      name,
      parts: (async function* () {
        yield csv;
      })(),
    };
  });
