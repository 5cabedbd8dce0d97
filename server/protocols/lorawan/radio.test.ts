import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  channelName,
  dataRate,
  dataRateIndex,
  dataRateWords,
  EU868_DATA_RATES,
  maxPayloadSize,
  txPowerDbm,
} from './data-rate.ts';
import { effectiveSignalPower } from './esp.ts';
import { timeOnAirAtDataRate, timeOnAirMs } from './time-on-air.ts';

describe('effective signal power', () => {
  test.each([
    [-107, 3, -108.764351],
    [-113, 3, -114.764351],
    [-96, 1, -98.539],
    [-59, 10.5, -59.3708],
  ])('RSSI %d, SNR %d → %d (published by a network server)', (rssi, snr, esp) => {
    expect(Math.abs(effectiveSignalPower(rssi, snr) - esp)).toBeLessThan(5e-5);
  });

  test('the signal is never stronger than signal and noise', () => {
    fc.assert(
      fc.property(fc.integer({ min: -150, max: 0 }), fc.integer({ min: -30, max: 30 }), (rssi, snr) => {
        expect(effectiveSignalPower(rssi, snr)).toBeLessThan(rssi);
      }),
    );
  });
});

describe('EU868', () => {
  test.each([
    [12, 125_000, 0],
    [11, 125_000, 1],
    [10, 125_000, 2],
    [9, 125_000, 3],
    [8, 125_000, 4],
    [7, 125_000, 5],
    [7, 250_000, 6],
    [6, 125_000, null],
    [12, 250_000, null],
  ])('SF%d / %d Hz is DR %s', (sf, bandwidth, dr) => {
    expect(dataRateIndex(sf, bandwidth)).toBe(dr);
  });

  test('the table is indexed by data rate', () => {
    for (const [index, rate] of EU868_DATA_RATES.entries()) expect(rate.dr).toBe(index);
    expect(dataRate(8)).toBeUndefined();
  });

  test.each([
    [0, 0, 51],
    [2, 15, 36],
    [3, 0, 115],
    [5, 0, 242],
    [7, 2, 240],
    [9, 0, null],
    [-1, 0, null],
    [1.5, 0, null],
  ])('DR%d with %d bytes FOpts carries %s', (dr, fOpts, size) => {
    expect(maxPayloadSize(dr, fOpts)).toBe(size);
  });

  test('words, channels, powers', () => {
    expect([0, 6, 7, 12].map(dataRateWords)).toEqual([
      'SF12/125 kHz',
      'SF7/250 kHz',
      'FSK 50 kbit/s',
      'DR12',
    ]);
    expect([868_100_000, 868_500_000, 867_100_000].map(channelName)).toEqual(['LC1', 'LC3', null]);
    expect([0, 7, 8, -1].map(txPowerDbm)).toEqual([16, 2, null, null]);
  });
});

describe('time on air', () => {
  test.each([
    // Figures of the modem maker's calculator for a 10-byte payload (23 bytes PHYPayload).
    [7, 125_000, 23, 61.696],
    [8, 125_000, 23, 113.152],
    [9, 125_000, 23, 205.824],
    [10, 125_000, 23, 370.688],
    [11, 125_000, 23, 823.296],
    [12, 125_000, 23, 1482.752],
    [7, 250_000, 23, 30.848],
    [12, 125_000, 64, 2793.472],
  ])('SF%d at %d Hz, %d bytes: %d ms', (spreadingFactor, bandwidthHz, payloadBytes, ms) => {
    expect(timeOnAirMs({ spreadingFactor, bandwidthHz, payloadBytes })).toBeCloseTo(ms, 6);
  });

  test('by data rate', () => {
    expect(timeOnAirAtDataRate(5, 23)).toBeCloseTo(61.696, 6);
    expect(timeOnAirAtDataRate(7, 23)).toBeCloseTo(5.44, 6);
    expect(timeOnAirAtDataRate(12, 23)).toBeNull();
  });

  test('a longer payload never takes less time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 7, max: 12 }),
        fc.integer({ min: 0, max: 250 }),
        (spreadingFactor, bytes) => {
          const at = (payloadBytes: number) =>
            timeOnAirMs({ spreadingFactor, bandwidthHz: 125_000, payloadBytes });
          expect(at(bytes + 1)).toBeGreaterThanOrEqual(at(bytes));
        },
      ),
    );
  });
});
