/**
 * Lengths of the control packets in a stream of MQTT (3.1.1 §2.2): a parser gathers a packet whole before anybody may
 * look at it, and its header may announce 256 MB.
 */
export class FrameLengths {
  /** Of the present packet's body, still to come. */
  #rest = 0;
  /** Bytes of the header read so far; 0: the next byte begins a packet. */
  #header = 0;
  #length = 0;
  #shift = 0;

  /** The longest body that these bytes announce; Infinity for a header that is none (§2.2.3). */
  longest(bytes: Uint8Array): number {
    let longest = 0;
    for (let at = 0; at < bytes.length; ) {
      if (this.#rest > 0) {
        const taken = Math.min(this.#rest, bytes.length - at);
        this.#rest -= taken;
        at += taken;
        continue;
      }
      const announced = this.#take(bytes[at++] as number);
      if (announced !== null) longest = Math.max(longest, announced);
    }
    return longest;
  }

  /** One byte of a header; the length of the body where the header ends with it. */
  #take(byte: number): number | null {
    if (this.#header++ === 0) return null;
    if (this.#header > 5) return Number.POSITIVE_INFINITY;
    this.#length += (byte & 0x7f) * 2 ** this.#shift;
    this.#shift += 7;
    if (byte & 0x80) return null;
    const length = this.#length;
    this.#rest = length;
    this.#header = 0;
    this.#length = 0;
    this.#shift = 0;
    return length;
  }
}
