// Bulk work in a thread of its own: reading a workbook of a hundred thousand rows must not keep a message waiting.
import { constants, platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { workOnBulkTasks } from '#server/bulk-tasks/background.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';

// On Linux a priority is a thread's own, and goes over to the processes that it starts: scripts of a replay run beside
// those of live messages, never before them. Elsewhere it would be the whole worker's.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_LOW);
const ends = new AbortController();
parentPort?.on('message', () => ends.abort());
await workOnBulkTasks(ends.signal, workerData.patienceMs);
await closeEditorSandbox();
await closeDatabase();
parentPort?.close();
