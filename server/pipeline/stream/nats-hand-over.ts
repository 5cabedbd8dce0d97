import type { HandOver } from '../hand-over.ts';
import { StreamedUplinks } from './streamed-uplinks.ts';
import { openUplinkStream, type StreamSettings } from './uplink-stream.ts';

export async function openNatsHandOver(settings: StreamSettings): Promise<HandOver> {
  const stream = await openUplinkStream(settings);
  return {
    get isConnected() {
      return stream.isConnected;
    },
    publish: (messages) => stream.publish(messages),
    waitingFor: (worker) => new StreamedUplinks(stream, worker),
    lag: () => stream.lag(),
    oldest: () => stream.oldest(),
    close: () => stream.close(),
  };
}
