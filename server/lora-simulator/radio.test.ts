import { describe, expect, it } from 'vitest';
import {
  collisionProbability,
  distanceMetres,
  lossForMargin,
  pathLossDb,
  receive,
  type Transmission,
} from './radio.ts';
import { randomOf, trait, wander } from './randomness.ts';

const GATEWAY = { gatewayId: '0016C001F153A14C', location: { latitude: 51.95, longitude: 4.14 } };
const sent: Transmission = {
  deviceSeed: 'radio',
  place: { latitude: 51.955, longitude: 4.15 },
  extraLossDb: 0,
  txPowerDbm: 16,
  spreadingFactor: 12,
  bytes: 30,
};

function share(frame: Transmission, frames = 4_000): number {
  const random = randomOf('share');
  let heard = 0;
  for (let n = 0; n < frames; n++) if (receive([GATEWAY], frame, random).length) heard++;
  return heard / frames;
}

describe('propagation', () => {
  it('loses more with distance, without a jump', () => {
    for (let metres = 30; metres < 20_000; metres += 37) {
      const step = pathLossDb(metres + 37) - pathLossDb(metres);
      expect(step).toBeGreaterThanOrEqual(0);
      expect(step).toBeLessThan(8);
    }
    expect(pathLossDb(1000)).toBeGreaterThan(100);
    expect(pathLossDb(5000)).toBeLessThan(140);
  });

  it('knows distances: a minute of latitude is a nautical mile', () => {
    const metres = distanceMetres({ latitude: 52, longitude: 4 }, { latitude: 52 + 1 / 60, longitude: 4 });
    expect(metres).toBeCloseTo(1853, -1);
  });
});

describe('reception', () => {
  it('follows the link budget: walls turn certainty into chance into silence', () => {
    const floor = lossForMargin([GATEWAY], sent, 0);
    expect(share({ ...sent, extraLossDb: floor - 15 })).toBeGreaterThan(0.95);
    // Right on the floor half of the fading helps and half harms.
    expect(share({ ...sent, extraLossDb: floor })).toBeGreaterThan(0.4);
    expect(share({ ...sent, extraLossDb: floor })).toBeLessThan(0.6);
    expect(share({ ...sent, extraLossDb: floor + 12 })).toBe(0);
  });

  it('a slower spreading factor is heard where a faster one is not', () => {
    const loss = lossForMargin([GATEWAY], sent, 6);
    expect(share({ ...sent, extraLossDb: loss })).toBeGreaterThan(0.9);
    expect(share({ ...sent, extraLossDb: loss, spreadingFactor: 7 })).toBeLessThan(0.05);
  });

  it('collides in proportion to the time on air', () => {
    const strong = { ...sent, extraLossDb: Math.max(0, lossForMargin([GATEWAY], sent, 15)) };
    const lost = 1 - share(strong, 20_000);
    const expected = collisionProbability(strong);
    expect(expected).toBeGreaterThan(collisionProbability({ spreadingFactor: 7, bytes: 30 }) * 10);
    expect(lost).toBeGreaterThan(expected * 0.7);
    expect(lost).toBeLessThan(expected * 1.3);
  });
});

describe('chance', () => {
  it('is even and repeatable', () => {
    const random = randomOf('even');
    const values = Array.from({ length: 10_000 }, () => random.next());
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
    const normal = Array.from({ length: 10_000 }, () => random.normal());
    const mean = normal.reduce((sum, value) => sum + value, 0) / normal.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(Math.sqrt(normal.reduce((sum, value) => sum + value ** 2, 0) / normal.length)).toBeCloseTo(1, 1);
    expect(randomOf('even').next()).toBe(values[0]);
    expect(trait('a', 'b')).toBe(trait('a', 'b'));
  });

  it('wanders without jumps', () => {
    for (let minute = 0; minute < 500; minute++) {
      const at = new Date(minute * 60_000);
      const next = new Date((minute + 1) * 60_000);
      expect(Math.abs(wander('w', at, 3600) - wander('w', next, 3600))).toBeLessThan(0.06);
    }
  });
});
