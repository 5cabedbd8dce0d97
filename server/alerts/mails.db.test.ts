import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createUser } from '#server/users/create-user.ts';
import type { AlertWish } from './contract.ts';
import { Fleet } from './fleet.fixture.ts';
import { setWish } from './follow-alerts.ts';
import { isMailDue } from './mail-rules.ts';
import { getWish } from './read-alerts.ts';
import { findSubscriber, stopAlertMails } from './stop-mails.ts';
import { writeAlertMails } from './write-mails.ts';

const database = useTestDatabase();
let tenant: Tenant;
let fleet: Fleet;
let reader: string;

beforeAll(async () => {
  tenant = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  fleet = new Fleet(database.sql, tenant, new Date('2026-01-05T00:00:00Z'));
  await fleet.forget();
  await database.sql`delete from mails`;
  await database.sql`delete from alert_readers`;
  const roles = ['manager.read-only' as const];
  const { customerId } = tenant;
  reader = (await createUser({ customerId, name: 'Rik', email: 'rik@example.org', roles, locale: 'nl' })).id;
  await createUser({ customerId, name: 'Kok', email: 'kok@example.org', roles: ['creator.admin'] });
  await database.sql`update users set created_at = '2025-01-01'`;
});

const wish = (id: string, more: Partial<AlertWish>) =>
  setWish(actorWith(tenant.customerId, ['manager.read-only'], { id }), {
    mail: 'at-once',
    kinds: ['incident', 'silent'],
    projectIds: null,
    ...more,
  });

const mails = async () => {
  const rows =
    await database.sql`select recipient, subject, text, html, headers, state from mails order by created_at, recipient`;
  return [...rows];
};

describe('mails about alerts', () => {
  it('are one for an incident, to whoever may see it, in their language, and none of its devices', async () => {
    const ids = await fleet.devices(40);
    await fleet.heard(ids);
    for (let n = 0; n < 9; n++) await fleet.pass(10);
    await writeAlertMails(fleet.in(0));
    await writeAlertMails(fleet.in(5));
    const [first, second, ...none] = await mails();
    expect(none).toEqual([]);
    expect([first?.recipient, second?.recipient]).toEqual([
      'CANARY-A@example.org'.toLowerCase(),
      'rik@example.org',
    ]);
    expect(first?.subject).toMatch(/^Incident: Gateway G1/);
    expect(second?.text).toContain('Hallo Rik,');
    expect(second?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(first?.state).toBe('held');
  });

  it('wait for the next where one went out just now, and then hold all that happened', async () => {
    const [first, second] = (await fleet.devices(2)) as [string, string];
    await fleet.heard([first], 'G8');
    await fleet.pass(3);
    await fleet.heard([second], 'G9');
    await fleet.pass(58);
    await writeAlertMails(fleet.in(1));
    const before = (await mails()).length;
    await fleet.pass(3);
    await writeAlertMails(fleet.in(1));
    expect((await mails()).length).toBe(before);
    await writeAlertMails(fleet.in(4));
    const [mail, ...others] = (await mails()).slice(before);
    expect([mail?.subject, others.length]).toEqual([expect.stringMatching(/^Watched .* is silent$/), 1]);
  });

  it('end by the link in them, which fits one person and opens nothing', async () => {
    const [mail] = (await mails()).filter(({ recipient }) => recipient === 'rik@example.org');
    const token = /unsubscribe\?token=(\S+)/.exec(mail?.text)?.[1] ?? '';
    expect(await findSubscriber(token)).toEqual({ email: 'rik@example.org' });
    for (const wrong of ['', 'x.y.z', `${token}x`, token.replace(reader, tenant.ids.user)])
      expect([await findSubscriber(wrong), await stopAlertMails(wrong)]).toEqual([null, false]);
    expect(await stopAlertMails(token)).toBe(true);
    const before = (await mails()).length;
    const ids = await fleet.devices(1);
    await fleet.heard(ids);
    await fleet.pass(70);
    await writeAlertMails(fleet.in(30));
    expect((await mails()).slice(before).map(({ recipient }) => recipient)).toEqual(['canary-a@example.org']);
  });

  it('hold what names are as text, and go by kinds and projects', async () => {
    await wish(reader, { kinds: ['silent'], projectIds: [tenant.ids.project] });
    await wish(tenant.ids.user, { kinds: ['incident'] });
    const ids = await fleet.devices(1);
    await database.sql`update devices set name = '<img src=x onerror=alert(1)>' where id = any(${ids}::uuid[])`;
    await fleet.heard(ids);
    await fleet.pass(70);
    const before = (await mails()).length;
    await writeAlertMails(fleet.in(30));
    const [mail, ...others] = (await mails()).slice(before);
    expect([mail?.recipient, others.length]).toEqual(['rik@example.org', 0]);
    expect(mail?.html).not.toContain('<img');
    expect(mail?.text).toContain('<img src=x');
  });
});

describe('a mail is due', () => {
  const at = (text: string) => new Date(`2026-${text}Z`);
  const cases: [string, Parameters<typeof isMailDue>[0]['mail'], string | null, string, string, boolean][] = [
    ['never', 'off', null, '03-01T00:00', '03-09T00:00', false],
    ['a minute after, to have what comes together', 'at-once', null, '03-01T00:00', '03-01T00:01', true],
    ['not sooner', 'at-once', null, '03-01T00:00:30', '03-01T00:01', false],
    ['not within five minutes of the last', 'at-once', '03-01T00:00', '03-01T00:01', '03-01T00:04', false],
    ['in the next hour', 'hourly', null, '03-01T00:50', '03-01T01:00', true],
    ['not in the same', 'hourly', null, '03-01T00:01', '03-01T00:59', false],
    ['at seven of the reader’s clock, in winter', 'daily', null, '03-01T05:59', '03-01T06:00', true],
    ['and in summer', 'daily', null, '06-01T04:59', '06-01T05:00', true],
    ['not before seven', 'daily', null, '06-01T05:01', '06-02T04:59', false],
    ['over the night that clocks are changed', 'daily', null, '03-28T07:00', '03-29T05:00', true],
  ];
  it('the clock is that of the browser in which one chose last, and of nobody else', async () => {
    await wish(reader, { mail: 'daily', timeZone: 'Asia/Tokyo' });
    await wish(reader, { mail: 'daily' });
    const actor = actorWith(tenant.customerId, ['manager.read-only'], { id: reader });
    expect(await getWish(actor)).toMatchObject({ mail: 'daily', timeZone: 'Asia/Tokyo' });
    const zones = await database.sql`select distinct time_zone as zone from users where id <> ${reader}`;
    expect(zones).toEqual([{ zone: 'Europe/Amsterdam' }]);
  });

  it.each(cases)('%s', (_name, mail, mailed, oldest, now, due) => {
    const reader = { mail, mailedAt: mailed === null ? null : at(mailed), timeZone: 'Europe/Amsterdam' };
    expect(isMailDue(reader, at(oldest), at(now))).toBe(due);
  });
});
