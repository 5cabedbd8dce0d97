'use client';
import 'leaflet/dist/leaflet.css';
import { latLngBounds } from 'leaflet';
import { useEffect, useMemo } from 'react';
import {
  Circle,
  CircleMarker,
  MapContainer,
  Polyline,
  Popup,
  ScaleControl,
  TileLayer,
  useMap,
} from 'react-leaflet';
import type { Tone } from '../pill.tsx';
import { BaseMap } from './base-map.tsx';
import type { MapMarker, MapProps } from './world-map.tsx';

const fills: Record<Tone, string> = {
  good: 'var(--accent)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
  busy: 'var(--up)',
  idle: 'var(--faint)',
};
const closest = 12;

export function MapView({ markers, track, tileUrl, attribution, selectedId, onSelect }: MapProps) {
  return (
    <MapContainer
      center={[52, 5]}
      zoom={3}
      minZoom={1}
      maxZoom={18}
      worldCopyJump
      className="size-full"
      attributionControl={Boolean(attribution)}
      zoomSnap={0.5}
    >
      {tileUrl ? <TileLayer url={tileUrl} {...(attribution ? { attribution } : {})} /> : <BaseMap />}
      <ScaleControl imperial={false} />
      <FitBounds markers={markers} track={track} />
      {track && track.length > 1 ? (
        <Polyline
          positions={track.map((point) => [point.latitude, point.longitude])}
          pathOptions={{ color: 'var(--up)', weight: 2, opacity: 0.8 }}
        />
      ) : null}
      {markers.map((marker) => (
        <Place key={marker.id} marker={marker} selected={marker.id === selectedId} onSelect={onSelect} />
      ))}
    </MapContainer>
  );
}

interface PlaceProps {
  marker: MapMarker;
  selected: boolean;
  onSelect: MapProps['onSelect'];
}

function Place({ marker, selected, onSelect }: PlaceProps) {
  const at: [number, number] = [marker.latitude, marker.longitude];
  const fill = fills[marker.tone ?? 'good'];
  return (
    <>
      {marker.accuracy ? (
        <Circle
          center={at}
          radius={marker.accuracy}
          pathOptions={{ color: fill, weight: 1, opacity: 0.5, fillColor: fill, fillOpacity: 0.1 }}
          interactive={false}
        />
      ) : null}
      <CircleMarker
        center={at}
        radius={selected ? 9 : 6.5}
        pathOptions={{ color: 'var(--panel)', weight: 2, fillColor: fill, fillOpacity: 1 }}
        eventHandlers={{ click: () => onSelect?.(marker.id) }}
      >
        <Popup>
          <div className="font-semibold">{marker.label}</div>
          {marker.popup}
        </Popup>
      </CircleMarker>
    </>
  );
}

/** Shows all places; moves again only when the places are others, never because one of them was drawn anew. */
function FitBounds({ markers, track }: Pick<MapProps, 'markers' | 'track'>) {
  const map = useMap();
  const places = [...markers, ...(track ?? [])].map((place): [number, number] => [
    place.latitude,
    place.longitude,
  ]);
  const key = useMemo(() => JSON.stringify(places), [places]);
  useEffect(() => {
    const points = JSON.parse(key) as [number, number][];
    if (points.length > 0)
      map.fitBounds(latLngBounds(points), { padding: [32, 32], maxZoom: closest, animate: false });
  }, [map, key]);
  return null;
}
