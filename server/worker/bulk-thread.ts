// Bulk work in a thread of its own: reading a workbook of a hundred thousand rows must not keep a message waiting.
import { parentPort, workerData } from 'node:worker_threads';
import { workOnBulkTasks } from '#server/bulk-tasks/background.ts';
import { closeDatabase } from '#server/platform/database.ts';

const ends = new AbortController();
parentPort?.on('message', () => ends.abort());
await workOnBulkTasks(ends.signal, workerData.patienceMs);
await closeDatabase();
parentPort?.close();
