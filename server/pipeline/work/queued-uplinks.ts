import { takeQueued } from '../record/queue.sql.ts';
import type { WaitingUplinks } from './processor.ts';

/** What waits in Postgres: a row leaves its queue in the very transaction that records it. */
export const queuedUplinks: WaitingUplinks = { take: takeQueued, settled() {} };
