import type { AlertEventKind, SourceKind } from './contract.ts';

/** What mails about alerts say, in the reader's language: they are written where no page is drawn. */

interface Words {
  source: Record<SourceKind, string>;
  /** Those that have a name of their own, by their id. */
  doors: Record<string, string>;
  said: Partial<Record<AlertEventKind, (name: string) => string>>;
  incidents: (n: number) => string;
  silent: (n: number) => string;
  others: (n: number) => string;
  and: string;
  hello: (name: string) => string;
  lead: string;
  missed: (n: number) => string;
  since: (time: string) => string;
  lastHeard: string;
  project: string;
  over: string;
  never: string;
  open: string;
  more: (n: number) => string;
  why: string;
  settings: string;
  unsubscribe: string;
}

const EN: Words = {
  source: { gateway: 'Gateway', connection: 'Connection', 'sim-account': 'SIM account', door: 'Way in' },
  doors: { http: 'HTTP ingestion', mqtt: 'MQTT' },
  said: {
    opened: (name) => `Incident: ${name}`,
    reopened: (name) => `Incident again: ${name}`,
    resolved: (name) => `Over: ${name}`,
    silent: (name) => `${name} is silent`,
    left: (name) => `${name} is still silent`,
    late: (name) => `${name} is late`,
    'never-heard': (name) => `${name} was never heard`,
  },
  incidents: (n) => (n === 1 ? '1 incident' : `${n} incidents`),
  silent: (n) => (n === 1 ? '1 silent device' : `${n} silent devices`),
  others: (n) => (n === 1 ? '1 other' : `${n} others`),
  and: 'and',
  hello: (name) => `Hello ${name},`,
  lead: 'This is what fell silent, or came back, since your last mail.',
  missed: (n) => (n === 1 ? '1 device' : `${n} devices`),
  since: (time) => `silent since ${time}`,
  lastHeard: 'last heard',
  project: 'project',
  over: 'heard again',
  never: 'never',
  open: 'Look at it, acknowledge or mute it',
  more: (n) => `${n} more stand in the portal.`,
  why: 'You get this because you are told of alerts.',
  settings: 'Choose what you hear of',
  unsubscribe: 'No more mail about alerts',
};

const NL: Words = {
  source: { gateway: 'Gateway', connection: 'Verbinding', 'sim-account': 'Simaccount', door: 'Ingang' },
  doors: { http: 'HTTP-ingang', mqtt: 'MQTT' },
  said: {
    opened: (name) => `Incident: ${name}`,
    reopened: (name) => `Opnieuw een incident: ${name}`,
    resolved: (name) => `Voorbij: ${name}`,
    silent: (name) => `${name} is stil`,
    left: (name) => `${name} is nog steeds stil`,
    late: (name) => `${name} is laat`,
    'never-heard': (name) => `${name} is nooit gehoord`,
  },
  incidents: (n) => (n === 1 ? '1 incident' : `${n} incidenten`),
  silent: (n) => (n === 1 ? '1 stil apparaat' : `${n} stille apparaten`),
  others: (n) => (n === 1 ? '1 andere' : `${n} andere`),
  and: 'en',
  hello: (name) => `Hallo ${name},`,
  lead: 'Dit werd stil, of kwam terug, sinds je vorige e-mail.',
  missed: (n) => (n === 1 ? '1 apparaat' : `${n} apparaten`),
  since: (time) => `stil sinds ${time}`,
  lastHeard: 'laatst gehoord',
  project: 'project',
  over: 'weer gehoord',
  never: 'nooit',
  open: 'Bekijken, bevestigen of dempen',
  more: (n) => `Nog ${n} staan in het portaal.`,
  why: 'Je krijgt dit omdat je van meldingen hoort.',
  settings: 'Kies waarvan je hoort',
  unsubscribe: 'Geen e-mail meer over meldingen',
};

export const wordsOf = (locale: string): Words => (locale === 'nl' ? NL : EN);
export type { Words };
