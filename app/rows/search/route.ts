import { portalReadWith } from '#server/http/table-rows.ts';
import { searchQuerySchema } from '#server/search/contract.ts';
import { searchThings } from '#server/search/search-things.ts';

export const GET = portalReadWith(searchQuerySchema, (_path, query) => ({ q: query.get('q') }), searchThings);
