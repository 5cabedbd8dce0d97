import { ReadRefused } from '#components/frame/fetch-rows.ts';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';

type Sent = { ok: true; id: string } | { ok: false; error: unknown };

/** The file as it is, what belongs to it in the address. */
export async function sendSheet(kind: BulkKind, options: BulkOptions, file: File): Promise<Sent> {
  const query = new URLSearchParams({ kind, fileName: file.name, options: JSON.stringify(options) });
  try {
    const answer = await fetch(`/uploads/bulk-tasks?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    const told = (await answer.json().catch(() => ({}))) as { id?: string; code?: string };
    if (answer.ok && told.id) return { ok: true, id: told.id };
    return { ok: false, error: { ...told, code: told.code ?? `http-${answer.status}` } };
  } catch {
    return { ok: false, error: new ReadRefused('unreachable', undefined) };
  }
}
