import type { Location } from '#server/devices/contract.ts';
import type { ReportedEntry } from '#server/twins/twin-contract.ts';
import type { SolvedPlace, UplinkListItem } from '#server/uplinks/contract.ts';
import type { Trend } from './latest-values.tsx';

export interface Place {
  latitude: number;
  longitude: number;
  accuracy?: number | undefined;
  /** When it was there; null: it was put there. */
  at: Date | string | null;
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

interface Known {
  /** Where it was put. */
  location: Location | null;
  reported: readonly ReportedEntry[];
  /** Messages that came since the page was made. */
  newest: readonly UplinkListItem[];
  /** Where its network last solved it to be by then. */
  solved: SolvedPlace | null;
}

/** Where the device was put, else where it says it is (SenML `latitude`, `longitude`), else where the network last solved it to be. */
export function placeOf({ location: fixed, reported, newest, solved }: Known): Place | null {
  if (fixed) return { latitude: fixed.latitude, longitude: fixed.longitude, at: null };
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
  return solved && { ...solved, accuracy: solved.radius ?? undefined };
}
