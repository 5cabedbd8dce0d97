/** The pipeline's unit of ownership: one worker at a time works for a shard's devices. */
export const SHARDS = 64;

/** FNV-1a of the device's id; stands in `devices.shard` and never changes. */
export function shardOf(deviceId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(deviceId.toLowerCase(), 'latin1')) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash % SHARDS;
}
