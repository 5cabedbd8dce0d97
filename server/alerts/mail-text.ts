import type { AlertNotice } from './contract.ts';
import { type Words, wordsOf } from './mail-words.ts';

/** One mail about what was told: its subject, and the same in text and HTML. Pure. */

export interface MailNotice extends Omit<AlertNotice, 'isRead'> {
  heardAt: Date | null;
  projectName: string | null;
  /** Open no more when the mail is written. */
  isOver: boolean;
}

export interface MailReader {
  name: string;
  locale: string;
  timeZone: string;
}

export interface Written {
  subject: string;
  text: string;
  html: string;
}

/** More lines than this nobody reads; the others are counted. */
const MOST_LINES = 25;

interface Line {
  title: string;
  about: string;
  link: string;
  tone: 'bad' | 'good';
}

export function writeAlertMail(
  notices: readonly MailNotice[],
  reader: MailReader,
  links: { origin: string; unsubscribe: string },
): Written {
  const words = wordsOf(reader.locale);
  const lines = notices.slice(0, MOST_LINES).map((notice) => lineOf(notice, reader, words, links.origin));
  const more = notices.length - lines.length;
  const settings = `${links.origin}/manager/alerts/settings`;
  const parts = { words, reader, lines, more, settings, unsubscribe: links.unsubscribe };
  return { subject: subjectOf(notices, words), text: textOf(parts), html: htmlOf(parts) };
}

function nameOf({ alert: { device, cause } }: MailNotice, words: Words): string {
  if (device) return device.name;
  if (!cause) return '';
  const door = cause.kind === 'door' ? words.doors[cause.id] : undefined;
  return door ?? `${words.source[cause.kind]} ${cause.name ?? cause.id}`;
}

const titleOf = (notice: MailNotice, words: Words): string =>
  words.said[notice.event]?.(nameOf(notice, words)) ?? nameOf(notice, words);

function subjectOf(notices: readonly MailNotice[], words: Words): string {
  const [only] = notices;
  if (only && notices.length === 1) {
    const { kind, members } = only.alert;
    return titleOf(only, words) + (kind === 'incident' && members > 0 ? `, ${words.missed(members)}` : '');
  }
  const incidents = notices.filter(({ alert }) => alert.kind === 'incident').length;
  const silent = notices.filter(({ alert }) => alert.kind === 'silent').length;
  const others = notices.length - incidents - silent;
  const said = [
    ...(incidents > 0 ? [words.incidents(incidents)] : []),
    ...(silent > 0 ? [words.silent(silent)] : []),
    ...(others > 0 ? [words.others(others)] : []),
  ];
  const last = said.pop() as string;
  return said.length > 0 ? `${said.join(', ')} ${words.and} ${last}` : last;
}

function lineOf(notice: MailNotice, { locale, timeZone }: MailReader, words: Words, origin: string): Line {
  const { alert, heardAt, projectName, isOver, event } = notice;
  const time = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const about = [
    ...(alert.members > 0 ? [words.missed(alert.members)] : []),
    ...(alert.device?.identifier ? [alert.device.identifier] : []),
    ...(projectName ? [`${words.project} ${projectName}`] : []),
    ...(alert.kind === 'silent' || alert.kind === 'late' ? [words.since(time.format(alert.since))] : []),
    `${words.lastHeard} ${heardAt ? time.format(heardAt) : words.never}`,
    ...(isOver && event !== 'resolved' ? [words.over] : []),
  ];
  return {
    title: titleOf(notice, words),
    about: about.join(' · '),
    link: `${origin}/manager/alerts/${alert.id}`,
    tone: isOver || event === 'resolved' ? 'good' : 'bad',
  };
}

interface Parts {
  words: Words;
  reader: MailReader;
  lines: readonly Line[];
  more: number;
  settings: string;
  unsubscribe: string;
}

function textOf({ words, reader, lines, more, settings, unsubscribe }: Parts): string {
  return [
    words.hello(reader.name),
    '',
    words.lead,
    '',
    ...lines.flatMap(({ title, about, link }) => [title, `  ${about}`, `  ${link}`, '']),
    ...(more > 0 ? [words.more(more), ''] : []),
    '-- ',
    words.why,
    `${words.settings}: ${settings}`,
    `${words.unsubscribe}: ${unsubscribe}`,
    '',
  ].join('\n');
}

/** Names come from people and devices: nothing of them is markup. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const COLORS = { bad: '#b8332a', good: '#1c7a4a' };

/** Tables and attributes, as mail programs draw them; no picture, no address of anybody else. */
function htmlOf({ words, reader, lines, more, settings, unsubscribe }: Parts): string {
  const rows = lines.map(
    ({ title, about, link, tone }) => `
      <tr><td style="padding:14px 0;border-top:1px solid #e3e6e4">
        <div style="font-size:16px;font-weight:600;color:${COLORS[tone]}">${escaped(title)}</div>
        <div style="margin:3px 0 6px;font-size:14px;color:#55605a">${escaped(about)}</div>
        <a href="${escaped(link)}" style="font-size:14px;color:#1c7a4a">${escaped(words.open)}</a>
      </td></tr>`,
  );
  const small = 'font-size:13px;color:#55605a';
  return `<!doctype html>
<html lang="${escaped(reader.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light"></head>
<body style="margin:0;padding:24px 12px;background:#f4f6f5;${FONT};color:#19211c">
  <table role="presentation" align="center" width="100%" style="max-width:600px;border-collapse:collapse">
    <tr><td style="padding:0 0 12px;font-size:14px;font-weight:600;color:#1c7a4a">Things Portal</td></tr>
    <tr><td style="padding:22px 24px;background:#ffffff;border:1px solid #e3e6e4;border-radius:10px">
      <p style="margin:0 0 4px;font-size:15px">${escaped(words.hello(reader.name))}</p>
      <p style="margin:0 0 14px;font-size:15px">${escaped(words.lead)}</p>
      <table role="presentation" width="100%" style="border-collapse:collapse">${rows.join('')}</table>
      ${more > 0 ? `<p style="${small}">${escaped(words.more(more))}</p>` : ''}
    </td></tr>
    <tr><td style="padding:14px 24px;${small}">${escaped(words.why)}<br>
      <a href="${escaped(settings)}" style="color:#55605a">${escaped(words.settings)}</a> ·
      <a href="${escaped(unsubscribe)}" style="color:#55605a">${escaped(words.unsubscribe)}</a></td></tr>
  </table>
</body></html>`;
}
