import type { SimulatedDevice, SiteName } from './contract.ts';
import { distanceMetres, type Gateway } from './radio.ts';

const gateway = (gatewayId: string, latitude: number, longitude: number, altitude: number): Gateway => ({
  gatewayId,
  location: { latitude, longitude, altitude },
});

export const SITES: Record<
  SiteName,
  { centre: { latitude: number; longitude: number }; gateways: Gateway[] }
> = {
  harbour: {
    centre: { latitude: 51.9498, longitude: 4.1453 },
    gateways: [
      gateway('0016C001F153A14C', 51.9583, 4.1218, 42),
      gateway('0016C001F153A210', 51.9465, 4.1501, 28),
      gateway('0016C001F1507E32', 51.9402, 4.1864, 35),
      gateway('0016C001F15089AA', 51.9701, 4.1712, 22),
      gateway('0016C001F1500F19', 51.9254, 4.1405, 51),
    ],
  },
  town: {
    centre: { latitude: 52.0907, longitude: 5.1214 },
    gateways: [
      gateway('0016C001FF1A2E05', 52.0921, 5.1198, 96),
      gateway('0016C001FF1A2F44', 52.0812, 5.1392, 31),
      gateway('0016C001FF1A3011', 52.1013, 5.0976, 27),
    ],
  },
};

/** Those that may hear a device. */
export function gatewaysOf({
  site,
  gateways: count,
  place,
}: Pick<SimulatedDevice, 'site' | 'gateways' | 'place'>): Gateway[] {
  const all = SITES[site].gateways;
  if (count === undefined || count >= all.length) return all;
  const metres = (gateway: Gateway) => distanceMetres(gateway.location, place);
  return all.toSorted((a, b) => metres(a) - metres(b)).slice(0, count);
}
