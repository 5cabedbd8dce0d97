import { type DataKey, seal, unseal } from '#server/platform/secrets.ts';

/** What of a row must not stand open: keys that were brought until they are stored, generated ones until they are taken. */

const place = (taskId: string, number: number) => `bulk_rows|${taskId}|${number}`;

export const sealOfRow = (key: DataKey, taskId: string, number: number, content: unknown): string =>
  seal(key, place(taskId, number), JSON.stringify(content));

export const openOfRow = (key: DataKey, taskId: string, number: number, sealed: string) =>
  JSON.parse(unseal(key, place(taskId, number), sealed));
