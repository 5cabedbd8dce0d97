import 'server-only';
import { load } from '#server/http/load.ts';
import { listApiKeys } from './read-api-keys.ts';

export const loadApiKeys = () => load(listApiKeys);
