'use client';
import { createContext, type ReactNode, useContext } from 'react';

interface MapTiles {
  /** `https://tiles.example/{z}/{x}/{y}.png` */
  url: string;
  attribution: string | null;
}

const Tiles = createContext<MapTiles | null>(null);

/** The tile server that whoever runs the portal chose; without one the maps are drawn from what is built in. */
export function MapTilesProvider({ tiles, children }: { tiles: MapTiles | null; children: ReactNode }) {
  return <Tiles value={tiles}>{children}</Tiles>;
}

export function useMapTiles(): MapTiles | null {
  return useContext(Tiles);
}
