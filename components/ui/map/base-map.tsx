'use client';
import { useEffect, useState } from 'react';
import { GeoJSON, Pane } from 'react-leaflet';
import type { countriesOfTheWorld as World } from './countries.ts';

const land = { color: 'var(--map-border)', weight: 0.8, fillColor: 'var(--map-land)', fillOpacity: 1 };

/** Countries out of a package instead of tiles from somewhere: works without internet, and in both themes. */
export function BaseMap() {
  const [countries, setCountries] = useState<ReturnType<typeof World> | null>(null);
  useEffect(() => {
    let gone = false;
    void import('./countries.ts').then(
      ({ countriesOfTheWorld }) => gone || setCountries(countriesOfTheWorld()),
    );
    return () => {
      gone = true;
    };
  }, []);
  return (
    <Pane name="base" style={{ zIndex: 200 }}>
      {countries ? <GeoJSON data={countries} style={land} interactive={false} /> : null}
    </Pane>
  );
}
