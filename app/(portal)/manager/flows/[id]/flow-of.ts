import { cache } from 'react';
import { loadFlow } from '#server/flows/loaders.ts';

/** Read once a request, by the frame of the page and by its part. */
export const flowOf = cache(loadFlow);
