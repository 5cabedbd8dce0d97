import type { Socket } from 'node:net';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import { FrameLengths } from '#server/protocols/mqtt/frame-lengths.ts';

/** Topic, packet identifier and header come beside the payload. */
export const LONGEST_PACKET = BODY_LIMITS.device + 1_024;

/** Looks at what is read before the parser of the broker does, which would gather a packet of any length. */
export function guardLengths(socket: Socket, tooLong: () => void): void {
  const lengths = new FrameLengths();
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const bytes = read(size);
    if (bytes === null || lengths.longest(bytes) <= LONGEST_PACKET) return bytes;
    tooLong();
    socket.destroy();
    return null;
  };
}
