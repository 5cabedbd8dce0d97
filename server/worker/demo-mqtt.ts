import { setTimeout as sleep } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { topicsOf } from '#server/mqtt/rules.ts';
import { log } from '#server/platform/log.ts';
import { type DemoMqttDevice, demoMqttDevices } from './demo-mqtt.sql.ts';

const LOOK_EVERY_MS = 10_000;
const FIRST_INTERVAL_S = 60;
/** What an instruction may set it to. */
const INTERVALS_S = { least: 10, most: 3_600 };

interface Running {
  device: DemoMqttDevice;
  client: MqttClient;
  timer: NodeJS.Timeout;
}

/**
 * The MQTT devices of the demo: they sign in to the broker as real ones do, send a water level, and obey
 * `interval`. End with the signal.
 */
export async function startDemoMqtt(mqttUrl: string, signal: AbortSignal): Promise<void> {
  const running = new Map<string, Running>();
  while (!signal.aborted) {
    try {
      for (const device of await demoMqttDevices()) follow(running, mqttUrl, device);
    } catch (err) {
      log.warn({ err }, 'the MQTT devices of the demo could not be set up');
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
  }
  await Promise.all([...running.values()].map(end));
}

/** Somebody may have set another password. */
function follow(running: Map<string, Running>, mqttUrl: string, device: DemoMqttDevice): void {
  const known = running.get(device.id);
  if (known?.device.password === device.password) return;
  if (known) void end(known);
  running.set(device.id, begin(mqttUrl, device));
}

async function end({ client, timer }: Running): Promise<void> {
  clearInterval(timer);
  await client.endAsync(true).catch(() => {});
}

function begin(mqttUrl: string, device: DemoMqttDevice): Running {
  const { uplink, downlink } = topicsOf(device.urn);
  const client = mqtt.connect(mqttUrl, {
    clientId: 'demo',
    username: device.urn,
    password: device.password,
    reconnectPeriod: 5_000,
  });
  const tell = (records: object[]) => {
    if (client.connected) client.publish(uplink, JSON.stringify(records), { qos: 1 });
  };
  const level = () => tell(levelAt(Date.now() / 1000));
  const running: Running = { device, client, timer: setInterval(level, FIRST_INTERVAL_S * 1000).unref() };
  client.on('error', (err) => log.debug({ err }, 'an MQTT device of the demo was not let in'));
  client.on('connect', () => client.subscribe(downlink, { qos: 1 }, () => level()));
  client.on('message', (_topic, payload) => {
    const seconds = intervalOf(payload);
    if (seconds === null) return;
    clearInterval(running.timer);
    running.timer = setInterval(level, seconds * 1000).unref();
    tell([{ bt: Date.now() / 1000, n: 'interval', u: 's', v: seconds }]);
  });
  return running;
}

/** A tide of twelve and a half hours, and the temperature of the water. */
export function levelAt(seconds: number): { bt?: number; n: string; u: string; v: number }[] {
  const tide = Math.sin((seconds / 44_712) * 2 * Math.PI);
  return [
    { bt: seconds, n: 'level', u: 'm', v: Number((1.1 + tide * 0.9).toFixed(2)) },
    { n: 'waterTemperature', u: 'Cel', v: Number((11 + Math.sin(seconds / 86_400) * 2).toFixed(1)) },
  ];
}

function intervalOf(payload: Buffer): number | null {
  try {
    const records = JSON.parse(payload.toString('utf8')) as { n?: string; v?: unknown }[];
    const asked = records.find(({ n }) => n === 'interval')?.v;
    if (typeof asked !== 'number') return null;
    return Math.min(INTERVALS_S.most, Math.max(INTERVALS_S.least, Math.round(asked)));
  } catch {
    return null;
  }
}
