'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Reading } from './send-pack.ts';
import type { Sensor, Trouble } from './sensors.ts';

export interface SensorState {
  on: boolean;
  /** Whether the values are entered instead of measured. */
  byHand: boolean;
  trouble: Trouble | null;
  /** What would be sent now. */
  readings: readonly Reading[];
  manual: Readonly<Record<string, number>>;
}

export interface SensorControl extends SensorState {
  sensor: Sensor;
  /** From a press: that is when phones ask for permission. */
  toggle(on: boolean): void;
  setByHand(byHand: boolean): void;
  setManual(n: string, value: number): void;
}

const STILL: SensorState = { on: false, byHand: false, trouble: null, readings: [], manual: {} };

/** One sensor of the phone, with the hand in its place where the phone does not tell it. */
export function useSensor(sensor: Sensor): SensorControl {
  const [state, setState] = useState<SensorState>({
    ...STILL,
    manual: Object.fromEntries(sensor.manual.map(({ n, value }) => [n, value])),
  });
  const stop = useRef<(() => void) | null>(null);
  const end = useCallback(() => {
    stop.current?.();
    stop.current = null;
  }, []);
  useEffect(() => end, [end]);
  const change = (part: Partial<SensorState>) => setState((before) => ({ ...before, ...part }));
  const begin = () => {
    end();
    change({ on: true, byHand: false, trouble: null, readings: [] });
    stop.current = sensor.start({
      read: (readings) => change({ readings, trouble: null }),
      trouble: (trouble) => change({ trouble, byHand: true }),
    });
  };
  const entered = sensor.manual.map(({ n, u }) => ({ n, u, v: state.manual[n] ?? 0 }));
  return {
    ...state,
    sensor,
    readings: state.byHand ? entered : state.readings,
    toggle(on) {
      if (on) return begin();
      end();
      change({ on: false, readings: [], trouble: null, byHand: false });
    },
    setByHand(byHand) {
      if (!byHand) return begin();
      end();
      change({ byHand: true });
    },
    setManual: (n, value) => change({ manual: { ...state.manual, [n]: value } }),
  };
}
