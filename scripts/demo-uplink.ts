// npm run --silent demo:uplink [chirpstack|things-stack|thingpark]: is a network server for one message of a device of the
// demo. Prints the request as a curl command, sends it, prints the answer.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type SimulatedConnection, webhookRequest } from '../server/lora-simulator/webhook-request.ts';
import { encodeElsys } from '../server/protocols/elsys/encode-elsys.ts';
import type { LoraUplink } from '../server/protocols/lorawan/event.ts';
import { unitShown } from '../server/protocols/senml/unit-shown.ts';

interface Demo {
  portalUrl: string;
  connections: (SimulatedConnection & { customer: string })[];
  devices: { name: string; type: string; devEui?: string; customer: string }[];
}

const provider = process.argv[2] ?? 'chirpstack';
const demo: Demo = JSON.parse(execFileSync(process.execPath, ['scripts/demo-info.ts'], { encoding: 'utf8' }));
const connection = demo.connections.find((c) => c.provider === provider);
const device = demo.devices.find(
  (d) => d.customer === connection?.customer && d.type === 'Elsys ERS' && d.devEui,
);
if (!connection || !device?.devEui) {
  console.error('npm run demo:uplink chirpstack|things-stack|thingpark, while the demo runs (npm start)');
  process.exit(2);
}

const now = new Date();
const temperature = 15 + Math.round(Math.random() * 100) / 10;
const uplink: LoraUplink = {
  kind: 'uplink',
  devEui: device.devEui,
  occurredAt: now.toISOString(),
  identity: `uplink:${randomUUID()}`,
  devAddr: '0154A1B2',
  fCntUp: Math.floor(now.getTime() / 60_000) % 65_536,
  fPort: 5,
  frmPayload: encodeElsys([
    { n: 'temperature', u: 'Cel', v: temperature },
    { n: 'humidity', u: '%RH', v: 48 },
    { n: 'batteryVoltage', u: 'V', v: 3.58 },
  ]),
  confirmed: false,
  adr: true,
  adrAckReq: false,
  ack: false,
  radio: {
    frequencyHz: 868_300_000,
    spreadingFactor: 9,
    bandwidthHz: 125_000,
    codingRate: '4/5',
    dr: 3,
    channel: 'LC2',
    subBand: 'G1',
  },
  receptions: [{ gatewayId: '0254AA0000000001', rssi: -97, snr: 6.5, esp: -97.9 }],
  gatewayCount: 1,
};
const request = webhookRequest(connection, { name: device.name, joinEui: '0254500000000001' }, uplink);
if (!request) throw new Error(`${provider} never tells of an uplink`);

const url = `${process.env.PORTAL_URL ?? demo.portalUrl}${request.path}${request.query ? `?${request.query}` : ''}`;
const body = Buffer.from(request.body).toString('utf8');
const headers = Object.entries(request.headers).map(([name, value]) => `  -H '${name}: ${value}' \\\n`);
console.log(`curl -X POST '${url}' \\\n${headers.join('')}  --data '${body}'\n`);
const answer = await fetch(url, { method: 'POST', headers: request.headers, body });
console.log(`${answer.status} ${await answer.text()}`);
console.log(`${device.name} (${device.devEui}) now says ${temperature} ${unitShown('Cel')}.`);
