import { expect, it } from 'vitest';
import { type MailNotice, writeAlertMail } from './mail-text.ts';

const incident = (cause: { kind: string; id: string; name: string | null }) =>
  ({
    event: 'opened',
    heardAt: null,
    projectName: null,
    isOver: false,
    alert: { id: 'a', kind: 'incident', device: null, cause, members: 3, since: new Date(0) },
  }) as unknown as MailNotice;

it.each([
  ['a door of the platform', { kind: 'door', id: 'http', name: null }, 'HTTP ingestion', 'HTTP-ingang'],
  ['another', { kind: 'door', id: 'coap', name: null }, 'Way in coap', 'Ingang coap'],
  ['a connection', { kind: 'connection', id: '1', name: 'Port' }, 'Connection Port', 'Verbinding Port'],
])('%s is named in a mail as it is in the portal', (_, cause, english, dutch) => {
  const links = { origin: 'https://portal.example', unsubscribe: 'https://portal.example/unsubscribe' };
  const subject = (locale: string) =>
    writeAlertMail([incident(cause)], { name: 'Vera', locale, timeZone: 'Europe/Amsterdam' }, links).subject;
  expect(subject('en')).toBe(`Incident: ${english}, 3 devices`);
  expect(subject('nl')).toBe(`Incident: ${dutch}, 3 apparaten`);
});
