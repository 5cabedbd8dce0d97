'use client';
import { useState } from 'react';
import { Pane, useMap, useMapEvents } from 'react-leaflet';
import { useRedraw } from './map-grid.tsx';
import { placeCaptions } from './place-captions.ts';
import type { MapMarker } from './world-map.tsx';

/** The names of what is marked, for as long as they do not stand in each other's way. */
export function MapCaptions({ markers }: { markers: readonly MapMarker[] }) {
  const map = useMap();
  const redraw = useRedraw();
  const [zooming, setZooming] = useState(false);
  useMapEvents({
    moveend: redraw,
    resize: redraw,
    zoomstart: () => setZooming(true),
    zoomend: () => setZooming(false),
  });
  const named = markers.flatMap(({ id, caption, latitude, longitude }) =>
    caption ? [{ id, text: caption, ...pointOf(map.latLngToContainerPoint([latitude, longitude])) }] : [],
  );
  const shift = map.containerPointToLayerPoint([0, 0]);
  return (
    <Pane name="captions" style={{ zIndex: 640 }}>
      <div aria-hidden="true" className="pointer-events-none">
        {zooming
          ? null
          : placeCaptions(named, map.getSize()).map((one) => (
              <span
                key={one.id}
                className="map-word absolute w-max text-ink"
                style={{ left: one.left + shift.x, top: one.top + shift.y }}
              >
                {one.text}
              </span>
            ))}
      </div>
    </Pane>
  );
}

function pointOf({ x, y }: { x: number; y: number }) {
  return { x, y };
}
