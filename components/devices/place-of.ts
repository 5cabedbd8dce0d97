import type { ReportedEntry } from '#server/twins/twin-contract.ts';
import type { UplinkListItem } from '#server/uplinks/contract.ts';
import type { Trend } from './latest-values.tsx';

export interface Place {
  latitude: number;
  longitude: number;
  accuracy?: number | undefined;
  at: Date | string;
}

const latitudeName = /(^|:)lat(itude)?$/i;
const longitudeName = /(^|:)lon(gitude)?$/i;

/** The way of the last day, out of the two series that say it. */
export function trackOf(trends: readonly Trend[]): { latitude: number; longitude: number }[] {
  const latitudes = trends.find(({ name }) => latitudeName.test(name))?.values ?? [];
  const longitudes = trends.find(({ name }) => longitudeName.test(name))?.values ?? [];
  return latitudes.flatMap((latitude, at) => {
    const longitude = longitudes[at];
    return latitude === null || longitude == null ? [] : [{ latitude, longitude }];
  });
}

/** Where the device says it is (SenML `latitude`, `longitude`), else where the network last solved it to be. */
export function placeOf(reported: readonly ReportedEntry[], newest: readonly UplinkListItem[]): Place | null {
  const of = (name: RegExp) =>
    reported.find((entry) => name.test(entry.name) && typeof entry.value === 'number');
  const [latitude, longitude] = [of(latitudeName), of(longitudeName)];
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
