import { Readable } from 'node:stream';

type Client = { id: string };
type Acked = { messageId: number };

/**
 * The store of a broker that keeps nothing between connections: what devices publish is in the database before it is
 * acknowledged, what they are told waits there until they acknowledge it. Sessions, retained messages and wills have
 * nothing to hold, so the broker's memory does not grow with what its clients do.
 */
export class NothingKept {
  readonly #acknowledged: (client: Client, messageId: number) => void;

  constructor(acknowledged: (client: Client, messageId: number) => void) {
    this.#acknowledged = acknowledged;
  }

  async setup(): Promise<void> {}
  async destroy(): Promise<void> {}

  async storeRetained(): Promise<void> {}
  createRetainedStream = (): Readable => Readable.from([]);
  createRetainedStreamCombi = (): Readable => Readable.from([]);

  async addSubscriptions(): Promise<void> {}
  async removeSubscriptions(): Promise<void> {}
  async cleanSubscriptions(): Promise<void> {}
  async subscriptionsByClient(): Promise<[]> {
    return [];
  }
  async subscriptionsByTopic(): Promise<[]> {
    return [];
  }
  async countOffline(): Promise<{ subsCount: number; clientsCount: number }> {
    return { subsCount: 0, clientsCount: 0 };
  }

  async outgoingEnqueue(): Promise<void> {}
  async outgoingEnqueueCombi(): Promise<void> {}
  async outgoingUpdate(): Promise<void> {}
  outgoingStream = (): Readable => Readable.from([]);
  /** The broker forgets a message that was acknowledged (PUBACK). */
  async outgoingClearMessageId(client: Client, { messageId }: Acked): Promise<void> {
    this.#acknowledged(client, messageId);
  }

  async incomingStorePacket(): Promise<void> {}
  async incomingGetPacket(): Promise<never> {
    throw new Error('nothing is kept');
  }
  async incomingDelPacket(): Promise<void> {}
  async cleanIncoming(): Promise<void> {}

  async putWill(): Promise<void> {}
  async getWill(): Promise<void> {}
  async delWill(): Promise<void> {}
  streamWill = (): Readable => Readable.from([]);
  getClientList = (): Readable => Readable.from([]);
}
