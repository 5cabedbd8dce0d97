import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { smtpMailer } from '#server/drivers/mail/smtp.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { FakeSmtp } from './fake-smtp.fixture.ts';
import { insertMail } from './outbox.sql.ts';
import { sendMails } from './send-mails.ts';

const database = useTestDatabase();
const smtp = new FakeSmtp({ disabledCommands: ['STARTTLS'] });
const secure = new FakeSmtp({ secure: true });
let tenant: Tenant;
let port: number;
const FROM = 'Things Portal <portal@example.org>';
const NOW = new Date('2026-11-01T12:00:00Z');

beforeAll(async () => {
  tenant = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  port = await smtp.listen();
});
afterAll(() => Promise.all([smtp.close(), secure.close()]));
beforeEach(async () => {
  smtp.fault = 'none';
  smtp.taken.length = 0;
  await database.sql`delete from mails`;
});

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const write = (more: { recipient?: string; recipientName?: string; subject?: string } = {}) =>
  pipelineDatabase().transaction(async (tx) => {
    await insertMail(
      tx,
      {
        customerId: tenant.customerId,
        userId: tenant.ids.user,
        kind: 'alerts',
        recipient: 'ada@example.org',
        recipientName: 'Ada',
        subject: 'Pump 1 is silent',
        text: 'Hello',
        html: '<p>Hello</p>',
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...more,
      },
      true,
    );
    await tx.execute(`update mails set next_at = '${NOW.toISOString()}'`);
  });

async function send(at = NOW, url = `smtp://127.0.0.1:${port}`): Promise<number> {
  const mailer = smtpMailer(url, FROM);
  const { tried } = await sendMails(mailer, () => at);
  mailer.close();
  return tried;
}

const outbox = async () =>
  (await database.sql`select state, tries, last_error as error from mails`).map(
    ({ state, tries, error }) => ({
      state,
      tries,
      error,
    }),
  );

describe('a mail', () => {
  it('goes out once, in text and HTML, and says so', async () => {
    await write();
    expect([await send(), await send(later(60))]).toEqual([1, 0]);
    expect(await outbox()).toEqual([{ state: 'sent', tries: 1, error: null }]);
    const [mail] = smtp.taken;
    expect(mail).toMatchObject({ from: 'portal@example.org', to: ['ada@example.org'] });
    for (const part of ['To: Ada <ada@example.org>', 'Subject: Pump 1 is silent', 'text/plain', 'text/html'])
      expect(mail?.raw).toContain(part);
  });

  it.each([
    ['busy', /451/],
    ['hangs-up', /421/],
  ] as const)('is tried again when the server is %s', async (fault, error) => {
    await write();
    smtp.fault = fault;
    await send();
    expect(await outbox()).toEqual([{ state: 'waiting', tries: 1, error: expect.stringMatching(error) }]);
    smtp.fault = 'none';
    expect([await send(later(0.5)), await send(later(1.5))]).toEqual([0, 1]);
    expect(await outbox()).toEqual([{ state: 'sent', tries: 2, error: null }]);
  });

  it('is sent once more when the line broke before the server said that it has it', async () => {
    await write();
    smtp.fault = 'drops-at-end';
    await send();
    expect((await outbox())[0]).toMatchObject({ state: 'waiting', tries: 1 });
    smtp.fault = 'none';
    await send(later(2));
    const ids = smtp.taken.map(({ raw }) => /Message-ID: (.+)/.exec(raw)?.[1]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('to a mailbox that is not there has failed; a sign-in that is refused is ours to mend', async () => {
    await write();
    smtp.fault = 'unknown-recipient';
    await send();
    expect(await outbox()).toEqual([{ state: 'failed', tries: 1, error: expect.stringContaining('550') }]);
    await database.sql`delete from mails`;
    await write();
    smtp.fault = 'refuses-sign-in';
    await send(NOW, `smtp://portal:wrong@127.0.0.1:${port}`);
    expect(await outbox()).toEqual([{ state: 'waiting', tries: 1, error: expect.stringContaining('535') }]);
  });

  it('is given up after two days, never lost from sight', async () => {
    await write();
    smtp.fault = 'busy';
    let tries = 0;
    for (let minute = 0; minute < 72 * 60; minute += 10) tries += await send(later(minute));
    expect([tries, (await outbox())[0]?.state]).toEqual([9, 'failed']);
  }, 30_000);

  it('goes on where a worker died while sending it', async () => {
    await write();
    await database.sql`update mails set tries = 1, next_at = ${later(2)}`;
    expect([await send(later(1)), await send(later(3))]).toEqual([0, 1]);
  });

  it('is one worker’s: two that look at once do not both send it', async () => {
    await write();
    await Promise.all([send(), send()]);
    expect(smtp.taken).toHaveLength(1);
  });

  it('has no header and no recipient by what people and devices are called', async () => {
    await write({
      recipientName: 'Eve\r\nBcc: all@example.org" <eve@evil.example>,',
      subject: 'Pump\r\nBcc: all@example.org\r\n\r\n<b>body</b>',
    });
    await send();
    const [mail] = smtp.taken;
    expect(mail?.to).toEqual(['ada@example.org']);
    expect(mail?.raw).not.toMatch(/^Bcc:/im);
    expect(mail?.raw.split('\r\n\r\n')[0]).toContain('Subject: Pump Bcc: all@example.org <b>body</b>');
  });

  it('goes by TLS where the certificate is trusted, and not at all where it is not', async () => {
    const tls = await secure.listen();
    await write();
    await send(NOW, `smtps://127.0.0.1:${tls}`);
    expect((await outbox())[0]).toMatchObject({
      state: 'waiting',
      error: expect.stringMatching(/certificate/i),
    });
    expect(secure.taken).toEqual([]);
    await send(later(2), `smtps://127.0.0.1:${tls}?tls.rejectUnauthorized=false`);
    expect(secure.taken).toMatchObject([{ isSecure: true }]);
  });
});
