import { log } from '#server/platform/log.ts';
import { notifyLive } from './live.sql.ts';

/** Payload of the channel `live`: whose data changed. A hint to read again, never data, and it may get lost. */
export interface LiveHint {
  customerId: string;
  deviceIds: string[];
  destinationIds: string[];
}

const EVERY_MS = 150;
/** Postgres takes 8,000 bytes; an id is 39 with its quotes and comma. */
const IDS_A_HINT = 150;

/** Hints are collected for a moment: a busy device is one hint, and the notices' lock is taken rarely. */
export class LiveHints {
  #open = new Map<string, { devices: Set<string>; destinations: Set<string> }>();
  #timer: NodeJS.Timeout | null = null;

  device(customerId: string, deviceId: string): void {
    this.#of(customerId).devices.add(deviceId);
  }

  delivery(customerId: string, deviceId: string, destinationId: string): void {
    const open = this.#of(customerId);
    open.devices.add(deviceId);
    open.destinations.add(destinationId);
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const open = this.#open;
    this.#open = new Map();
    const hints = [...open].flatMap(([customerId, { devices, destinations }]) =>
      chunks([...devices], [...destinations]).map((chunk) => ({ customerId, ...chunk })),
    );
    if (hints.length === 0) return;
    await notifyLive(hints).catch((err) => log.warn({ err }, 'live hints not sent'));
  }

  #of(customerId: string): { devices: Set<string>; destinations: Set<string> } {
    this.#timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
    let open = this.#open.get(customerId);
    if (!open) {
      open = { devices: new Set(), destinations: new Set() };
      this.#open.set(customerId, open);
    }
    return open;
  }
}

function chunks(devices: string[], destinations: string[]): Omit<LiveHint, 'customerId'>[] {
  const made: Omit<LiveHint, 'customerId'>[] = [];
  for (let at = 0; at < devices.length || at < destinations.length; at += IDS_A_HINT / 2) {
    const slice = (ids: string[]) => ids.slice(at, at + IDS_A_HINT / 2);
    made.push({ deviceIds: slice(devices), destinationIds: slice(destinations) });
  }
  return made;
}
