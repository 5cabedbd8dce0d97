export type LonLat = readonly [longitude: number, latitude: number];

/**
 * A ring that crosses the 180° meridian jumps from +180 to −180 and would be drawn right across the map. Each point
 * is put within half a turn of the one before it, so that the ring goes on beyond 180° instead.
 */
export function unwrapRing(ring: readonly LonLat[]): [number, number][] {
  let shift = 0;
  let last = ring[0]?.[0] ?? 0;
  return ring.map(([longitude, latitude]) => {
    if (longitude - last > 180) shift -= 360;
    else if (longitude - last < -180) shift += 360;
    last = longitude;
    return [longitude + shift, latitude];
  });
}

/** A ring around a pole ends a whole turn from where it began: it is closed along the pole. */
export function closeOverPole(ring: readonly [number, number][]): [number, number][] {
  const first = ring[0];
  const last = ring.at(-1);
  if (!first || !last || Math.abs(first[0] - last[0]) < 180) return [...ring];
  const pole = last[1] < 0 ? -90 : 90;
  return [...ring, [last[0], pole], [first[0], pole], first];
}
