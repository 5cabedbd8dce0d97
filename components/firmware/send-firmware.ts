import { ReadRefused } from '#components/frame/fetch-rows.ts';
import type { FirmwareCommand } from '#server/firmware/contract.ts';

interface FirmwareFacts {
  deviceTypeId: string;
  version: string;
  notes: string;
  command: FirmwareCommand | null;
}

type Stored = { ok: true; id: string } | { ok: false; error: unknown };

/** The file as it is, what belongs to it in the address: a form around it would have to be held in memory twice. */
export async function sendFirmware({ command, ...facts }: FirmwareFacts, file: File | null): Promise<Stored> {
  const query = new URLSearchParams({
    ...facts,
    ...(file ? { fileName: file.name } : {}),
    ...(command ? { port: String(command.port), payloadHex: command.payloadHex } : {}),
  });
  try {
    const answer = await fetch(`/uploads/firmware?${query}`, {
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
