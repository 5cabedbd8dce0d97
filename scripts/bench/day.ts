// npm run bench day [-- --devices 2000 --rounds 1]: one day in the life of simulated devices, faults planted among them,
// through the ingestion's own doors and the pipeline's own steps by a clock that follows the day. What finds the faults is
// asked at its end: how many of them were told, how many first, and of how many healthy devices something was told.

import { parseArgs } from 'node:util';
import { FAULTS } from '#server/diagnosis/faults/catalogue.fixture.ts';
import { Clinic } from '#server/diagnosis/faults/clinic.fixture.ts';
import { healthyDevices } from '#server/diagnosis/faults/healthy.fixture.ts';
import { type Receivers, startReceivers } from '#server/diagnosis/faults/receivers.fixture.ts';
import { FakeSmtp } from '#server/mails/fake-smtp.fixture.ts';
import { onStand, type Stand } from '../load/stand.ts';
import { alertsFind } from './day/alerts.ts';
import { doctorFinds } from './day/doctor.ts';
import { outagesFind, plantOutages } from './day/outages.ts';
import type { Day, Finder } from './day/report.ts';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '2000' },
    /** How often each fault of the catalogue is planted. */
    rounds: { type: 'string', default: '1' },
  },
});
const HOURS = 24;
/** The end of the day is delivered to receivers too. */
const DELIVERED_HOURS = 1;
/** Some faults need more of a past than the day. */
const BEFORE_HOURS = 17;
const SENDING_AT_ONCE = 20;

async function main({ sql }: Stand, receivers: Receivers, smtp: FakeSmtp, smtpUrl: string): Promise<boolean> {
  const clinic = await Clinic.open(sql, new Date());
  const day: Day = { clinic, ill: [], healthy: [] };
  const later: (() => Promise<unknown>)[] = [];
  try {
    await clinic.start();
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const { name, cause, plant } of FAULTS) {
        const { id, ward = clinic, afterwards } = await plant(clinic, receivers);
        day.ill.push({ id, name, cause, actor: ward.actor });
        if (afterwards) later.push(afterwards);
      }
    }
    const outages = await plantOutages(clinic, receivers);
    const silenced = outages.planted.flatMap(({ ids }) => ids);
    // Who looks for the faults at the end of the day, each with its part of the report.
    const finders: Finder[] = [doctorFinds, alertsFind, outagesFind(outages, smtp, smtpUrl)];
    const count = Number(values.devices) - day.ill.length - silenced.length - outages.well.length;
    const well = await healthyDevices(clinic, receivers, count, HOURS - 2);
    day.healthy.push(...well.ids, ...outages.well);
    say(
      `${day.healthy.length} healthy devices and ${day.ill.length} ill ones, ${FAULTS.length} kinds of faults; ${silenced.length} behind a gateway and a connection that fail`,
    );
    const began = performance.now();
    await clinic.live(HOURS + BEFORE_HOURS, DELIVERED_HOURS);
    for (const afterwards of later) await afterwards();
    while (well.sendings.length > 0)
      await Promise.all(well.sendings.splice(0, SENDING_AT_ONCE).map((send) => send()));
    await clinic.rest();
    const [row] = await sql`select count(*)::int as n from uplinks`;
    say(`${row?.n} messages lived in ${Math.round((performance.now() - began) / 1000)} s`);
    let isWell = true;
    for (const { name, find } of finders) {
      const { lines, passed } = await find(day);
      say(`${name}: ${passed ? 'reached' : 'MISSED'}`);
      for (const line of lines) console.log(`  ${line}`);
      isWell &&= passed;
    }
    return isWell;
  } finally {
    await clinic.close();
  }
}

function say(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
}

await onStand('.data/bench-day-pg', async (stand) => {
  Object.assign(process.env, { EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8', LOG_LEVEL: 'silent' });
  const receivers = await startReceivers();
  const smtp = new FakeSmtp({ disabledCommands: ['STARTTLS', 'AUTH'] });
  const smtpUrl = `smtp://127.0.0.1:${await smtp.listen()}`;
  process.env.SMTP_URL = smtpUrl;
  try {
    return await main(stand, receivers, smtp, smtpUrl);
  } finally {
    await smtp.close();
    await receivers.stop();
  }
});
