import { z } from 'zod';
import {
  decodeTableQuery,
  encodeTableQuery,
  fieldName,
  joinParts,
  maximumLimit,
  splitParts,
  type TableQuery,
} from './table-query.ts';

/**
 * The whole filtered set as a file: the same query without a page, with the columns of the view in their order.
 * `?format=csv&columns=name,status,twin:temperature&f=…&sort=…`
 */
const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** With it the door answers whether there would be a file: a download that is refused tells nobody why. */
export const ASKS_FIRST = 'ask';

const exportSchema = z.object({
  format: z.enum(exportFormats),
  columns: z.array(fieldName).min(1).max(100),
});

export interface TableExport {
  format: ExportFormat;
  columns: string[];
  /** Its limit says nothing: everything that matches is asked for. */
  query: TableQuery;
}

export function encodeTableExport(
  query: TableQuery,
  format: ExportFormat,
  columns: readonly string[],
): URLSearchParams {
  const params = encodeTableQuery({ ...query, cursor: undefined });
  params.delete('limit');
  params.set('format', format);
  params.set('columns', joinParts(columns));
  return params;
}

type DecodedTableExport = { ok: true; asked: TableExport } | { ok: false; problems: string[] };

export function decodeTableExport(params: URLSearchParams): DecodedTableExport {
  const query = decodeTableQuery(params);
  const rest = exportSchema.safeParse({
    format: params.get('format') ?? undefined,
    columns: splitParts(params.get('columns') ?? ''),
  });
  if (query.ok && rest.success)
    return { ok: true, asked: { ...rest.data, query: { ...query.query, limit: maximumLimit } } };
  return {
    ok: false,
    problems: [
      ...(query.ok ? [] : query.problems),
      ...(rest.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []),
    ],
  };
}
