import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { searchQuerySchema } from './contract.ts';
import { searchThings } from './search-things.ts';

export const loadSearch = (q: string) => loadWith(searchQuerySchema, { q }, searchThings);
