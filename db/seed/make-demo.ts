import { createServer } from 'node:net';
import { DEMO_CUSTOMER_IDS } from './demo-keys.ts';
import { HARBOUR } from './harbour.ts';
import { LINDENDAM } from './lindendam.ts';
import type { PlannedCustomer } from './plan.ts';
import { type Planted, plant } from './plant.ts';

const DAYS = 30;
/** Of them the last hours are delivered as well. */
const DELIVERED_HOURS = 6;
const DEMO_SEED = 'demo';
/** The demo's receivers listen here where it is free, so that addresses stay readable. */
const RECEIVER_PORTS = 18_100;

const customer = (plan: PlannedCustomer) => ({ plan, id: DEMO_CUSTOMER_IDS[plan.key] as string });

/** The demo, on an installation that has none of it. */
export async function makeDemo(say: (text: string) => void): Promise<void> {
  const began = performance.now();
  say(`Making the demo: ${DAYS} days of two customers …`);
  const { answers } = await plant({
    customers: [customer(HARBOUR), customer(LINDENDAM)],
    now: new Date(),
    days: DAYS,
    deliveredHours: DELIVERED_HOURS,
    seed: DEMO_SEED,
    receiverPort: receiverPorts(RECEIVER_PORTS),
    say,
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`The demo is made: ${answers.get(200) ?? 0} messages in ${seconds} s.`);
}

const SMALL_DAYS = 2;
const SMALL_DEVICES = [
  'Meeting room Anchor',
  'Water level Quay 1',
  'Water level Quay 5',
  'Weather Breakwater',
  'Bin A1',
  'Bin B1',
  'Trailer 11',
  'Tag on trial 1',
  'De Linde room 1',
  'Container Market',
];

/** The same on a small scale, for tests: two customers, ten devices, two days. The environment is the caller's. */
export function seedSmall(say: (text: string) => void = () => {}): Promise<Planted> {
  return plant({
    customers: [customer(smaller(HARBOUR)), customer(smaller(LINDENDAM))],
    now: new Date(),
    days: SMALL_DAYS,
    deliveredHours: 3,
    seed: 'small',
    receiverPort: receiverPorts(0),
    say,
  });
}

function smaller(plan: PlannedCustomer): PlannedCustomer {
  const devices = plan.devices.filter(({ name }) => SMALL_DEVICES.includes(name));
  return { ...plan, devices: devices.map((device) => ({ ...device, days: SMALL_DAYS })) };
}

/** Ports that are free now: from `first` on, or any. */
function receiverPorts(first: number): () => Promise<number> {
  let next = first;
  return async () => {
    if (first === 0) return portOf(0);
    for (; next < first + 100; next++) {
      const port = await portOf(next).catch(() => null);
      if (port === null) continue;
      next++;
      return port;
    }
    return portOf(0);
  };
}

function portOf(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
