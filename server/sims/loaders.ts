import 'server-only';
import { load } from '#server/http/load.ts';
import { listFreeSims } from './list-free-sims.ts';

const MOST_FREE = 50;

/** For pickers; whoever looks for one that is not among them types its number. */
export const loadFreeSims = async () =>
  (await load((actor) => listFreeSims(actor, { q: '', limit: MOST_FREE }))).items;
