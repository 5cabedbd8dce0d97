import type { ReportedEntry } from '#server/twins/twin-contract.ts';
import type { UplinkListItem } from '#server/uplinks/contract.ts';

export interface Place {
  latitude: number;
  longitude: number;
  accuracy?: number | undefined;
  at: Date | string;
}

/** Where the device says it is (SenML `latitude`, `longitude`), else where the network last solved it to be. */
export function placeOf(reported: readonly ReportedEntry[], newest: readonly UplinkListItem[]): Place | null {
  const of = (name: RegExp) =>
    reported.find((entry) => name.test(entry.name) && typeof entry.value === 'number');
  const [latitude, longitude] = [of(/(^|:)lat(itude)?$/i), of(/(^|:)lon(gitude)?$/i)];
  if (latitude && longitude) {
    const radius = of(/(^|:)(radius|accuracy)$/i);
    return {
      latitude: Number(latitude.value),
      longitude: Number(longitude.value),
      accuracy: radius ? Number(radius.value) : undefined,
      at: latitude.at,
    };
  }
  for (const { event, receivedAt } of newest) {
    if ((event.kind !== 'location' && event.kind !== 'uplink') || !event.location) continue;
    const { location } = event;
    return {
      latitude: location.latitude,
      longitude: location.longitude,
      accuracy: location.radius,
      at: receivedAt,
    };
  }
  return null;
}
