import { beforeAll, expect, it } from 'vitest';
import { endSystemExpired, endSystemInstalled } from '#server/firmware/follow.sql.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { seedCatalogue } from './catalogue/seed-catalogue.ts';
import { DEMO_CUSTOMER_IDS } from './demo-keys.ts';
import { HARBOUR } from './harbour.ts';
import { historyClock } from './history.ts';
import { plantSenders } from './senders.ts';
import { plantWorld } from './world.ts';

const database = useTestDatabase();
const now = new Date();

beforeAll(async () => {
  await seedCatalogue();
  const flows = HARBOUR.flows.filter(({ key }) => HARBOUR.senders.some(({ flow }) => flow === key));
  const plan = { ...HARBOUR, flows, destinations: [], scripts: [], connections: [] };
  const world = await plantWorld(plan, DEMO_CUSTOMER_IDS.harbour as string, async () => 0);
  const acceptor = new Acceptor({ changes: new ConfigurationChanges(), clock: historyClock });
  const answers = await plantSenders(world, acceptor, now);
  expect([...answers]).toEqual([[200, HARBOUR.senders.length * 49]]);
}, 60_000);

it('devices that post themselves have a day behind them, accepted at its moments', async () => {
  const rows = await database.sql`
    select d.name, count(*)::int as messages, max(u.received_at) as last, bool_and(u.received_at = u.occurred_at) as prompt
    from devices d join uplinks u on u.device_id = d.id group by d.name`;
  expect(rows).toHaveLength(HARBOUR.senders.length);
  for (const row of rows) expect(row).toMatchObject({ messages: 49, last: now, prompt: true });
});

it('the phone has a link, and firmware stands at every stage', async () => {
  const [link] =
    await database.sql`select d.name from simulator_links l join devices d on d.id = l.device_id`;
  expect(link?.name).toBe('Phone of the duty officer');
  const [installed] = await database.sql`select id from devices where name = 'Cooling unit Berth 3'`;
  await database.sql`insert into twins (device_id, customer_id, reported) values (${installed?.id}, ${DEMO_CUSTOMER_IDS.harbour as string},
    ${database.sql.json({ firmwareVersion: { vs: '2.1.0', t: 1, o: '' } })})`;
  await endSystemInstalled(new Date());
  await endSystemExpired(new Date());
  const rows = await database.sql`
    select a.status, a.reason from firmware_assignments a join devices d on d.id = a.device_id order by d.name`;
  expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
    ['offered', null],
    ['downloading', null],
    ['installed', null],
    ['failed', 'never-fetched'],
  ]);
});
