'use client';
import 'leaflet/dist/leaflet.css';
import { latLngBounds } from 'leaflet';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  Circle,
  CircleMarker,
  MapContainer,
  Polyline,
  Popup,
  ScaleControl,
  TileLayer,
  useMap,
  useMapEvents,
  ZoomControl,
} from 'react-leaflet';
import type { Tone } from '../pill.tsx';
import { BaseMap } from './base-map.tsx';
import { MapCaptions } from './map-captions.tsx';
import { MapGrid } from './map-grid.tsx';
import { useMapTiles } from './map-tiles.tsx';
import type { MapMarker, MapProps } from './world-map.tsx';

const fills: Record<Tone, string> = {
  good: 'var(--accent)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
  busy: 'var(--up)',
  idle: 'var(--faint)',
};
const closest = 13;
const none: readonly MapMarker[] = [];

export function MapView({ markers, track, steady, selectedId, onSelect, onPick }: MapProps) {
  const t = useTranslations('ui.map');
  const tiles = useMapTiles();
  return (
    <MapContainer
      center={[52, 5]}
      zoom={3}
      minZoom={1}
      maxZoom={18}
      worldCopyJump
      className="size-full"
      attributionControl={Boolean(tiles?.attribution)}
      zoomControl={false}
      zoomSnap={0.5}
    >
      <ZoomControl zoomInTitle={t('zoomIn')} zoomOutTitle={t('zoomOut')} />
      {tiles ? (
        <TileLayer url={tiles.url} {...(tiles.attribution ? { attribution: tiles.attribution } : {})} />
      ) : (
        <>
          <BaseMap />
          <MapGrid />
          <NoStreets />
        </>
      )}
      <ScaleControl imperial={false} />
      <FitBounds markers={steady ? none : markers} track={track} holds={onPick !== undefined} />
      {onPick ? <Picking onPick={onPick} /> : null}
      {track && track.length > 1 ? <Track track={track} /> : null}
      {markers.map((marker) => (
        <Place key={marker.id} marker={marker} selected={marker.id === selectedId} onSelect={onSelect} />
      ))}
      <MapCaptions markers={markers} />
    </MapContainer>
  );
}

const pickedDigits = 6;

/** The world goes round: what is pressed on one of its copies is the same place. */
function Picking({ onPick }: { onPick: NonNullable<MapProps['onPick']> }) {
  const map = useMapEvents({
    click: ({ latlng }) => {
      const { lat, lng } = latlng.wrap();
      const rounded = (degrees: number) => Number(degrees.toFixed(pickedDigits));
      onPick({ latitude: rounded(Math.max(-90, Math.min(90, lat))), longitude: rounded(lng) });
    },
  });
  useEffect(() => {
    map.getContainer().style.cursor = 'crosshair';
  }, [map]);
  return null;
}

/** Told only where streets would be looked for. */
const streetsFrom = 8;

function NoStreets() {
  const t = useTranslations('ui.map');
  const map = useMap();
  const [zoom, setZoom] = useState(map.getZoom());
  useMapEvents({ zoomend: () => setZoom(map.getZoom()) });
  if (zoom < streetsFrom) return null;
  return (
    <span title={t('noStreetsHint')} className="map-word absolute right-1.5 bottom-1 z-[450]">
      {t('noStreets')}
    </span>
  );
}

function Track({ track }: { track: NonNullable<MapProps['track']> }) {
  const way = track.map((point): [number, number] => [point.latitude, point.longitude]);
  return (
    <>
      <Polyline
        positions={way}
        interactive={false}
        pathOptions={{ color: 'var(--panel)', weight: 5, opacity: 0.9 }}
      />
      <Polyline
        positions={way}
        interactive={false}
        pathOptions={{ color: 'var(--up)', weight: 2, opacity: 0.85 }}
      />
      {way.length <= 200
        ? track.map(({ latitude, longitude, accuracy }, index) =>
            accuracy ? (
              <Circle
                // biome-ignore lint/suspicious/noArrayIndexKey: places of one way, in their order
                key={index}
                center={[latitude, longitude]}
                radius={accuracy}
                interactive={false}
                pathOptions={{ color: 'var(--up)', weight: 0.5, opacity: 0.35, fillOpacity: 0.03 }}
              />
            ) : null,
          )
        : null}
      {way.length <= 200
        ? way.map((at) => (
            <CircleMarker
              key={at.join()}
              center={at}
              radius={2.4}
              interactive={false}
              pathOptions={{ stroke: false, fillColor: 'var(--up)', fillOpacity: 1 }}
            />
          ))
        : null}
    </>
  );
}

interface PlaceProps {
  marker: MapMarker;
  selected: boolean;
  onSelect: MapProps['onSelect'];
}

/** Stations are rings, what is looked for is a full dot: told apart without their colours. */
function Place({ marker, selected, onSelect }: PlaceProps) {
  const at: [number, number] = [marker.latitude, marker.longitude];
  const fill = fills[marker.tone ?? 'good'];
  const station = marker.look === 'station';
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
        radius={selected ? 9 : station ? 5.5 : 6.5}
        pathOptions={
          station
            ? { color: fill, weight: 3, fillColor: 'var(--panel)', fillOpacity: 1 }
            : { color: 'var(--panel)', weight: 2, fillColor: fill, fillOpacity: 1 }
        }
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
/** holds: once it shows the places it stays where its reader has moved it, unless they are out of sight. */
function FitBounds({ markers, track, holds }: Pick<MapProps, 'markers' | 'track'> & { holds: boolean }) {
  const map = useMap();
  const fitted = useRef(false);
  const places = [...markers, ...(track ?? [])].map((place): [number, number] => [
    place.latitude,
    place.longitude,
  ]);
  const key = useMemo(() => JSON.stringify(places), [places]);
  useEffect(() => {
    const points = JSON.parse(key) as [number, number][];
    if (points.length === 0 || (holds && fitted.current && map.getBounds().contains(latLngBounds(points))))
      return;
    fitted.current = true;
    map.fitBounds(latLngBounds(points), { padding: [44, 34], maxZoom: closest, animate: false });
  }, [map, key, holds]);
  return null;
}
