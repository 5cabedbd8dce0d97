import { env } from './env.ts';

export function mapTiles(): { url: string; attribution: string | null } | null {
  const { MAP_TILE_URL, MAP_TILE_ATTRIBUTION } = env();
  return MAP_TILE_URL ? { url: MAP_TILE_URL, attribution: MAP_TILE_ATTRIBUTION ?? null } : null;
}

/** The origin for the content security policy; `{s}` stands for the names of several equal servers. */
export function tileOrigin(url: string): string {
  const { protocol, host } = new URL(url.replace(/\{s\}/g, 'any-of-them'));
  return `${protocol}//${host.replace('any-of-them', '*')}`;
}
