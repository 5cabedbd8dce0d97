import 'server-only';
import { headers } from 'next/headers';
import { ASKS_FIRST, decodeTableExport } from '#components/ui/data-table/table-export.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import type { ExportFile } from '#server/exports/contract.ts';
import type { ExportTable } from '#server/exports/definition.ts';
import { askExport, exportTable } from '#server/exports/export-table.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { invalidInput, notFound } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { problemOfError } from './problem-of-error.ts';
import { toResponse } from './to-response.ts';

interface Params {
  params: Promise<Record<string, string>>;
}

/** A door to a table as a file: session, parse, stream; or a word whether there would be one. Of rows that belong to one thing its id stands in the path. */
export function tableExport<Item>(table: ExportTable<Item>) {
  return async (request: Request, context: Params): Promise<Response> => {
    const url = new URL(request.url);
    const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
    try {
      const { actor } = await sessionOrRefuse();
      const of = ownerIn(await context.params);
      const decoded = decodeTableExport(url.searchParams);
      if (!decoded.ok) throw invalidInput(decoded.problems.map((message) => ({ path: 'query', message })));
      if (url.searchParams.has(ASKS_FIRST)) {
        await askExport(actor, table, decoded.asked, of);
        return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
      }
      return fileResponse(await exportTable(actor, table, decoded.asked, of), requestId);
    } catch (error) {
      return toResponse(problemOfError(error, { instance: url.pathname, requestId }));
    }
  };
}

/** A door without a parameter in its address is handed none. */
function ownerIn(path: Record<string, string> | undefined): string {
  if (path?.id === undefined) return '';
  const parsed = byIdSchema.safeParse(path);
  if (!parsed.success) throw notFound('address');
  return parsed.data.id;
}

function fileResponse({ name, contentType, chunks }: ExportFile, requestId: string): Response {
  return new Response(streamOf(chunks, requestId), {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** A page is read when the one before has been taken; nobody who left is read for. */
function streamOf(chunks: AsyncIterable<Uint8Array>, requestId: string): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          // The head is sent: a file that breaks off is all that can be told.
          log.error({ err: error, requestId }, 'export broke off');
          controller.error(error);
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
