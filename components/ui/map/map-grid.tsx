'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Pane, Polyline, useMap, useMapEvents } from 'react-leaflet';
import { gridDigits, gridStep, gridValues } from './grid-lines.ts';

const look = { color: 'var(--map-grid)', weight: 1 };
const between = 84;

/** Lines of whole degrees and their parts: where there are no streets the reader still knows where and how far. */
export function MapGrid() {
  const map = useMap();
  const redraw = useRedraw();
  useMapEvents({ moveend: redraw, resize: redraw });
  const bounds = map.getBounds();
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  const [south, north] = [Math.max(-85, bounds.getSouth()), Math.min(85, bounds.getNorth())];
  const step = gridStep(east - west, Math.max(2, map.getSize().x / between));
  // A view further on every side, so that a drag does not run out of lines.
  const [wide, high] = [east - west, north - south];
  return (
    <>
      <Pane name="grid" style={{ zIndex: 210 }}>
        {gridValues(west - wide, east + wide, step).map((at) => (
          <Polyline
            key={`e${at}`}
            interactive={false}
            pathOptions={look}
            positions={[
              [Math.max(-85, south - high), at],
              [Math.min(85, north + high), at],
            ]}
          />
        ))}
        {gridValues(Math.max(-85, south - high), Math.min(85, north + high), step).map((at) => (
          <Polyline
            key={`n${at}`}
            interactive={false}
            pathOptions={look}
            positions={[
              [at, west - wide],
              [at, east + wide],
            ]}
          />
        ))}
      </Pane>
      <GridWords step={step} />
    </>
  );
}

/** The degrees, written along the upper and the right edge; they stay there while the map is dragged. */
function GridWords({ step }: { step: number }) {
  const map = useMap();
  const redraw = useRedraw();
  useMapEvents({ move: redraw, zoomend: redraw });
  const words = useDegreeWords(gridDigits(step));
  const bounds = map.getBounds();
  const size = map.getSize();
  const across = gridValues(bounds.getWest(), bounds.getEast(), step)
    .map((at) => ({ at, x: map.latLngToContainerPoint([bounds.getCenter().lat, at]).x }))
    .filter(({ x }) => x > 72 && x < size.x - 64);
  const down = gridValues(Math.max(-85, bounds.getSouth()), Math.min(85, bounds.getNorth()), step)
    .map((at) => ({ at, y: map.latLngToContainerPoint([at, bounds.getCenter().lng]).y }))
    .filter(({ y }) => y > 26 && y < size.y - 30);
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 z-[450]">
      {across.map(({ at, x }) => (
        <span key={at} className="map-word absolute top-1 -translate-x-1/2" style={{ left: x }}>
          {words.longitude(at)}
        </span>
      ))}
      {down.map(({ at, y }) => (
        <span key={at} className="map-word absolute right-1.5 -translate-y-1/2" style={{ top: y }}>
          {words.latitude(at)}
        </span>
      ))}
    </div>
  );
}

function useDegreeWords(digits: number) {
  const t = useTranslations('ui.map');
  const format = useFormatter();
  const write = (value: number) =>
    format.number(Math.abs(value), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    latitude: (at: number) => t(at < 0 ? 'south' : 'north', { degrees: write(at) }),
    longitude: (at: number) => {
      const turned = ((((at + 180) % 360) + 360) % 360) - 180;
      return t(turned < 0 ? 'west' : 'east', { degrees: write(turned) });
    },
  };
}

export function useRedraw(): () => void {
  const [, set] = useState(0);
  return () => set((count) => count + 1);
}
