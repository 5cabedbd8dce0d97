import { BEHAVIOURS } from './behaviours.ts';
import type { SimulatedDevice, SimulatedMemory } from './contract.ts';
import type { QueuedDownlink } from './network-downlink.ts';
import { sendMessage } from './send-message.ts';
import { type SimulatedConnection, type WebhookRequest, webhookRequest } from './webhook-request.ts';

/** A simulated device as it is kept, with the connection of the network server that hears it. */
export interface LivingDevice {
  name: string;
  device: SimulatedDevice;
  memory: SimulatedMemory;
  connection: SimulatedConnection;
  /** What waits for it at its network server. */
  queued?: QueuedDownlink | null;
}

/** The device sends its message of this moment; the webhooks that its network server posts, in their order in time. */
export function wake({ name, device, memory, connection, queued }: LivingDevice, at: Date): WebhookRequest[] {
  const server = BEHAVIOURS[device.behaviour].oldSecret
    ? { ...connection, secret: replaced(connection) }
    : connection;
  return sendMessage(device, memory, at, queued)
    .flatMap((event) => webhookRequest(server, { name, joinEui: device.joinEui }, event) ?? [])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** A secret of the same form that is not in force. */
function replaced({ secret }: SimulatedConnection): string {
  return [...secret].reverse().join('');
}
