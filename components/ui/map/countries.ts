import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-50m.json' with { type: 'json' };
import { closeOverPole, type LonLat, unwrapRing } from './unwrap-ring.ts';

type World = Parameters<typeof feature>[0];

function drawable(polygon: GeoJSON.Position[][]): GeoJSON.Position[][] {
  return polygon.map((ring) => closeOverPole(unwrapRing(ring as unknown as LonLat[])));
}

export function countriesOfTheWorld(): GeoJSON.FeatureCollection {
  const topology = atlas as unknown as World;
  const all = feature(topology, 'countries') as unknown as GeoJSON.FeatureCollection;
  const features = all.features.map(({ geometry }): GeoJSON.Feature => {
    const whole =
      geometry.type === 'Polygon'
        ? { ...geometry, coordinates: drawable(geometry.coordinates) }
        : geometry.type === 'MultiPolygon'
          ? { ...geometry, coordinates: geometry.coordinates.map(drawable) }
          : geometry;
    return { type: 'Feature', properties: {}, geometry: whole };
  });
  return { type: 'FeatureCollection', features };
}
