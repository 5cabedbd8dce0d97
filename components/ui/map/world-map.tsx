'use client';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { cx } from '../cx.ts';
import type { Tone } from '../pill.tsx';
import { Skeleton } from '../skeleton.tsx';

export interface MapMarker {
  id: string;
  latitude: number;
  longitude: number;
  /** Said in the list for those who do not see the map, and as the popup's title. */
  label: string;
  /** A word on the map itself, where there is room for it. */
  caption?: string | undefined;
  /** `station`: what stands still and listens, e.g. a gateway. */
  look?: 'place' | 'station' | undefined;
  tone?: Tone | undefined;
  /** Metres around the place within which it is. */
  accuracy?: number | undefined;
  popup?: ReactNode;
}

export interface TrackPlace {
  latitude: number;
  longitude: number;
  /** Metres around it within which it was. */
  accuracy?: number | undefined;
}

export interface MapProps {
  label: string;
  markers: readonly MapMarker[];
  /** The way between places, oldest first. */
  track?: readonly TrackPlace[] | undefined;
  /** Shows the whole way once; what a marker does on it moves nothing. */
  steady?: boolean | undefined;
  selectedId?: string | undefined;
  onSelect?: ((id: string) => void) | undefined;
  /** A place is chosen by pressing on it. */
  onPick?: ((place: { latitude: number; longitude: number }) => void) | undefined;
  /** Tailwind height class. */
  className?: string | undefined;
}

const View = dynamic(() => import('./map-view.tsx').then((module) => module.MapView), {
  ssr: false,
  loading: () => <Skeleton className="h-full! w-full rounded-none!" />,
});

export function WorldMap(props: MapProps) {
  return (
    <figure aria-label={props.label} className="min-w-0">
      {/* Isolated: the map library numbers its layers up to a thousand. */}
      <div
        className={cx(
          'portal-map isolate overflow-hidden rounded-lg border border-line',
          props.className ?? 'h-80',
        )}
      >
        <View {...props} />
      </div>
      <ul className="sr-only">
        {props.markers.map((marker) => (
          <li key={marker.id}>
            {marker.label}: {marker.latitude.toFixed(5)}, {marker.longitude.toFixed(5)}
          </li>
        ))}
      </ul>
    </figure>
  );
}
