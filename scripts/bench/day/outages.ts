import type { MailRhythm } from '#server/alerts/contract.ts';
import { setWish } from '#server/alerts/follow-alerts.ts';
import { writeAlertMails } from '#server/alerts/write-mails.ts';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import type { Clinic } from '#server/diagnosis/faults/clinic.fixture.ts';
import type { Receivers } from '#server/diagnosis/faults/receivers.fixture.ts';
import { smtpMailer } from '#server/drivers/mail/smtp.ts';
import { SITES } from '#server/lora-simulator/sites.ts';
import type { FakeSmtp } from '#server/mails/fake-smtp.fixture.ts';
import { sendMails } from '#server/mails/send-mails.ts';
import { createUser } from '#server/users/create-user.ts';
import type { Day, Finder } from './report.ts';

/** What silences many at once: a gateway that dies, and a connection through which nothing comes any more. */

const BEHIND_GATEWAY = 24;
const BEHIND_CONNECTION = 30;
/** Heard by the gateways around all day. */
const NEIGHBOURS = 12;
const MINUTES = [10, 15, 20, 30];
const HOUR_MS = 3_600_000;
const GATEWAY_HOURS_AGO = 6;
const CONNECTION_HOURS_AGO = 4;

export interface Outage {
  name: string;
  source: string;
  ids: string[];
}

export interface Outages {
  planted: Outage[];
  well: string[];
}

export async function plantOutages(clinic: Clinic, receivers: Receivers): Promise<Outages> {
  const flowIds = [await clinic.flow(receivers.of(200))];
  const [dead, alive] = [SITES.town.gateways[2], SITES.town.gateways[1]];
  if (!dead || !alive) throw new Error('the town has too few gateways');
  const near = ({ location: { latitude, longitude } }: typeof dead, n: number) => ({
    site: 'town' as const,
    gateways: 1,
    place: { latitude: latitude + 0.0008 * (1 + (n % 5)), longitude: longitude + 0.0006 * (n % 7) },
  });
  const common = (n: number) => ({
    flowIds,
    intervalMinutes: MINUTES[n % MINUTES.length] as number,
    hours: 26,
  });
  const silentFrom = (hours: number) => new Date(clinic.now.getTime() - hours * HOUR_MS).toISOString();
  const many = async (
    count: number,
    plant: (n: number) => ReturnType<Clinic['lora']>,
    hours: number | null,
  ) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const { id, living } = await plant(n);
      if (living && hours !== null) living.device.silentFrom = silentFrom(hours);
      ids.push(id);
    }
    return ids;
  };
  const connection = await clinic.connection('chirpstack');
  const behindGateway = await many(
    BEHIND_GATEWAY,
    (n) => clinic.lora({ ...common(n), at: near(dead, n), provider: 'things-stack' }),
    GATEWAY_HOURS_AGO,
  );
  const behindConnection = await many(
    BEHIND_CONNECTION,
    (n) => clinic.lora({ ...common(n), connection }),
    CONNECTION_HOURS_AGO,
  );
  const well = await many(
    NEIGHBOURS,
    (n) => clinic.lora({ ...common(n), at: near(alive, n), provider: 'things-stack' }),
    null,
  );
  return {
    planted: [
      { name: 'a gateway dies', source: `gateway:${dead.gatewayId}`, ids: behindGateway },
      { name: 'a connection falls silent', source: `connection:${connection.id}`, ids: behindConnection },
    ],
    well,
  };
}

/** One incident each, of its devices and no others, told by mail once to each reader in their rhythm. */
export const outagesFind = (outages: Outages, server: FakeSmtp, url: string): Finder => ({
  name: 'Outages',
  find: async (day) => {
    const { lines, wrong } = await incidentsOf(day, outages);
    const mails = await mailed(day, server, url);
    return { lines: [...lines, ...mails.lines], passed: wrong === 0 && mails.passed };
  },
});

async function incidentsOf({ clinic: { sql, customerId } }: Day, { planted, well }: Outages) {
  const rows = await sql`
    select i.source, coalesce(array_agg(m.device_id::text) filter (where m.id is not null), '{}') as members,
      (select count(*)::int from alert_events e join alerts o on o.id = e.alert_id
        where o.incident_id = i.id and e.told and e.event = 'silent') as told
    from alerts i left join alerts m on m.incident_id = i.id
    where i.kind = 'incident' and i.customer_id = ${customerId} group by i.id`;
  const lines: string[] = [];
  let wrong = 0;
  for (const { name, source, ids } of planted) {
    const found = rows.filter((row) => row.source === source);
    const members: string[] = found[0]?.members ?? [];
    const others = members.filter((id) => !ids.includes(id));
    const told = found[0]?.told ?? 0;
    lines.push(
      `${name}: ${found.length} incident, ${members.length - others.length} of its ${ids.length} devices, ${others.length} others, ${told} told of by themselves`,
    );
    if (found.length !== 1 || members.length - others.length < ids.length || others.length + told > 0)
      wrong++;
  }
  const strange = rows.filter(({ source }) => !planted.some((one) => one.source === source));
  const healthy = rows.flatMap(({ members }) => members as string[]).filter((id) => well.includes(id));
  lines.push(`false incidents ${strange.length}, healthy neighbours in one ${healthy.length}`);
  return { lines, wrong: wrong + strange.length + healthy.length };
}

const READERS: readonly MailRhythm[] = ['at-once', 'hourly', 'daily', 'off'];
const MINUTE_MS = 60_000;

/** Everybody is written to at the time of their wish, through a mail server that speaks SMTP. */
async function mailed({ clinic }: Day, server: FakeSmtp, url: string) {
  const { sql, customerId, now } = clinic;
  const addressOf = (rhythm: MailRhythm) => `${rhythm}@example.org`;
  for (const mail of READERS) {
    const roles = ['manager.read-only' as const];
    const { id } = await createUser({ customerId, name: `Reads ${mail}`, email: addressOf(mail), roles });
    const wish = { mail, kinds: ['incident' as const, 'silent' as const], projectIds: null };
    await setWish(actorWith(customerId, roles, { id }), wish);
  }
  await sql`update users set created_at = created_at - interval '3 days' where customer_id = ${customerId}`;
  const mailer = smtpMailer(url, 'portal@example.org');
  const looks = [2, 3, 60, 61, 24 * 60, 24 * 60 + 1];
  for (const minutes of looks) {
    await writeAlertMails(new Date(now.getTime() + minutes * MINUTE_MS));
    while ((await sendMails(mailer, () => new Date())).isMore);
  }
  mailer.close();
  const lines = READERS.map((rhythm) => {
    const taken = server.taken.filter(({ to }) => to.includes(addressOf(rhythm)));
    const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m
      .exec(taken[0]?.raw ?? '')?.[1]
      ?.replace(/\r\n\s*/g, ' ');
    return `mails ${rhythm}: ${taken.length}${subject ? ` (${subject})` : ''}`;
  });
  const counts = READERS.map(
    (rhythm) => server.taken.filter(({ to }) => to.includes(addressOf(rhythm))).length,
  );
  return { lines, passed: counts.join() === '1,1,1,0' };
}
