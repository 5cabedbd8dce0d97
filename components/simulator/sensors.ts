import type { Reading } from './send-pack.ts';

/** Why the phone does not give it: no such thing here, the owner said no, or it broke. */
export type Trouble = 'missing' | 'denied' | 'failed';

export interface Listener {
  read(readings: Reading[]): void;
  trouble(why: Trouble): void;
}

export interface ManualField {
  n: string;
  u: string;
  step: number;
  min?: number;
  max?: number;
  value: number;
}

export type SensorId = 'location' | 'battery' | 'motion' | 'orientation' | 'sound' | 'light';

export interface Sensor {
  id: SensorId;
  /** Must be called while a press is being handled: some phones ask for permission only then. */
  start(listener: Listener): () => void;
  /** What is entered where the phone does not tell it. */
  manual: readonly ManualField[];
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const EVERY_MS = 250;

const location: Sensor = {
  id: 'location',
  start(listener) {
    if (!('geolocation' in navigator)) return missing(listener);
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => listener.read(positionOf(coords)),
      ({ code }) => listener.trouble(code === 1 ? 'denied' : 'failed'),
      { enableHighAccuracy: true, maximumAge: 10_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  },
  manual: [
    { n: 'latitude', u: 'lat', step: 0.001, min: -90, max: 90, value: 52.09 },
    { n: 'longitude', u: 'lon', step: 0.001, min: -180, max: 180, value: 5.12 },
  ],
};

function positionOf(coords: GeolocationCoordinates): Reading[] {
  const { latitude, longitude, accuracy, altitude, speed } = coords;
  return [
    { n: 'latitude', u: 'lat', v: round(latitude, 6) },
    { n: 'longitude', u: 'lon', v: round(longitude, 6) },
    { n: 'radius', u: 'm', v: round(accuracy, 1) },
    ...(altitude === null ? [] : [{ n: 'altitude', u: 'm', v: round(altitude, 1) }]),
    ...(speed === null || Number.isNaN(speed) ? [] : [{ n: 'velocity', u: 'm/s', v: round(speed, 2) }]),
  ];
}

interface BatteryManager extends EventTarget {
  level: number;
  charging: boolean;
}

const battery: Sensor = {
  id: 'battery',
  start(listener) {
    const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<BatteryManager> };
    if (!getBattery) return missing(listener);
    const ends = new AbortController();
    getBattery.call(navigator).then(
      (found) => {
        const tell = () =>
          listener.read([
            { n: 'battery', u: '%', v: round(found.level * 100, 0) },
            { n: 'charging', vb: found.charging },
          ]);
        if (ends.signal.aborted) return;
        for (const event of ['levelchange', 'chargingchange'])
          found.addEventListener(event, tell, { signal: ends.signal });
        tell();
      },
      () => listener.trouble('failed'),
    );
    return () => ends.abort();
  },
  manual: [{ n: 'battery', u: '%', step: 1, min: 0, max: 100, value: 80 }],
};

interface AskedEvent {
  requestPermission?: () => Promise<'granted' | 'denied'>;
}

/** Events of the body's movement: on some phones only after their owner has said yes. */
function bodySensor<E extends Event>(
  id: SensorId,
  event: 'devicemotion' | 'deviceorientation',
  readingsOf: (event: E) => Reading[] | null,
  manual: ManualField[],
): Sensor {
  const name = event === 'devicemotion' ? 'DeviceMotionEvent' : 'DeviceOrientationEvent';
  return {
    id,
    manual,
    start(listener) {
      const asked = (globalThis as unknown as Record<string, AskedEvent | undefined>)[name];
      if (!asked) return missing(listener);
      const ends = new AbortController();
      let told = 0;
      const hear = (heard: Event) => {
        const readings = readingsOf(heard as E);
        if (!readings || heard.timeStamp - told < EVERY_MS) return;
        told = heard.timeStamp;
        listener.read(readings);
      };
      const listen = () => {
        window.addEventListener(event, hear, { signal: ends.signal });
        // A computer has the event and never fires it.
        setTimeout(() => {
          if (told === 0 && !ends.signal.aborted) listener.trouble('missing');
        }, 1_500);
      };
      if (!asked.requestPermission) listen();
      else
        asked.requestPermission().then(
          (answer) => (answer === 'granted' ? listen() : listener.trouble('denied')),
          () => listener.trouble('denied'),
        );
      return () => ends.abort();
    },
  };
}

const AXES = ['X', 'Y', 'Z'] as const;

const motion = bodySensor<DeviceMotionEvent>(
  'motion',
  'devicemotion',
  ({ accelerationIncludingGravity: found }) =>
    found && found.x !== null
      ? AXES.map((axis) => ({
          n: `acceleration${axis}`,
          u: 'm/s2',
          v: round(found[axis.toLowerCase() as 'x'] ?? 0, 2),
        }))
      : null,
  AXES.map((axis) => ({
    n: `acceleration${axis}`,
    u: 'm/s2',
    step: 0.1,
    min: -100,
    max: 100,
    value: axis === 'Z' ? 9.8 : 0,
  })),
);

const ANGLES = { heading: 'alpha', pitch: 'beta', roll: 'gamma' } as const;

const orientation = bodySensor<DeviceOrientationEvent>(
  'orientation',
  'deviceorientation',
  (found) =>
    found.alpha === null && found.beta === null
      ? null
      : Object.entries(ANGLES).map(([n, key]) => ({ n, u: 'deg', v: round(found[key] ?? 0, 1) })),
  Object.keys(ANGLES).map((n) => ({ n, u: 'deg', step: 1, min: -360, max: 360, value: 0 })),
);

const sound: Sensor = {
  id: 'sound',
  start(listener) {
    if (!navigator.mediaDevices?.getUserMedia) return missing(listener);
    const ends = new AbortController();
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    navigator.mediaDevices.getUserMedia({ audio }).then(
      (stream) => {
        const stop = hear(stream, listener);
        if (ends.signal.aborted) stop();
        else ends.signal.addEventListener('abort', stop);
      },
      (error: DOMException) => listener.trouble(error.name === 'NotAllowedError' ? 'denied' : 'missing'),
    );
    return () => ends.abort();
  },
  manual: [
    { n: 'soundAverage', u: 'dB', step: 1, min: -120, max: 140, value: -40 },
    { n: 'soundPeak', u: 'dB', step: 1, min: -120, max: 140, value: -20 },
  ],
};

/** Level of the last moment in dB below the loudest that the microphone can tell; nothing is recorded or sent of the sound. */
function hear(stream: MediaStream, listener: Listener): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const decibel = (level: number) => round(Math.max(-120, 20 * Math.log10(level || 1e-6)), 1);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let [sum, peak] = [0, 0];
    for (const sample of samples) {
      sum += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    listener.read([
      { n: 'soundAverage', u: 'dB', v: decibel(Math.sqrt(sum / samples.length)) },
      { n: 'soundPeak', u: 'dB', v: decibel(peak) },
    ]);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
}

interface LightSensor extends EventTarget {
  illuminance: number;
  start(): void;
  stop(): void;
}

const light: Sensor = {
  id: 'light',
  start(listener) {
    const { AmbientLightSensor } = globalThis as {
      AmbientLightSensor?: new (options: { frequency: number }) => LightSensor;
    };
    if (!AmbientLightSensor) return missing(listener);
    try {
      const sensor = new AmbientLightSensor({ frequency: 2 });
      sensor.addEventListener('reading', () =>
        listener.read([{ n: 'illuminance', u: 'lx', v: round(sensor.illuminance, 1) }]),
      );
      sensor.addEventListener('error', () => listener.trouble('failed'));
      sensor.start();
      return () => sensor.stop();
    } catch {
      listener.trouble('denied');
      return () => {};
    }
  },
  manual: [{ n: 'illuminance', u: 'lx', step: 10, min: 0, max: 200_000, value: 300 }],
};

function missing(listener: Listener): () => void {
  listener.trouble('missing');
  return () => {};
}

/** In the order in which the page shows them. */
export const SENSORS: readonly Sensor[] = [location, battery, motion, orientation, sound, light];
