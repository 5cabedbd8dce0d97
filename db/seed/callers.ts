import type { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { atMoment } from './history.ts';
import { imeiOf } from './m2m.ts';

const MINUTE_MS = 60_000;
const HOURS = 10;
const M2M = '/ingestion/m2m/senml/v1';
const INTERNET = '/ingestion/ip/senml/v1';
/** Of a gateway cabinet in a workshop: it is on the air, and nobody has added it yet. */
const CABINET = '7c1d4f9a-6f0e-4a55-9b0d-2f6f1e8a3c41';
const GAUGE = 'b02f6a3e-51d7-4c1f-8a7e-90c4de61f7a5';

interface Call {
  minutesAgo: number;
  make(acceptor: Acceptor): Promise<unknown>;
}

/** What comes to the doors of devices and is nobody's: the platform's operator sees it. */
export async function plantCallers(acceptor: Acceptor, now: Date): Promise<void> {
  const calls = [
    ...everyHour(20, () => post(M2M, pack(`urn:dev:IMEI:${imeiOf('nobody has it')}:`))),
    ...everyHour(7, () => post(INTERNET, pack(`urn:dev:DVNUUID:${CABINET}:`))),
    // Takes itself for a device with a SIM.
    ...everyHour(41, () => post(M2M, pack(`urn:dev:DVNUUID:${GAUGE}:`))).slice(-3),
    ...everyHour(33, () => signIn(`urn:dev:DVNUUID:${CABINET}:`)).slice(-2),
    ...everyHour(12, () => post(INTERNET, '<level>1.4</level>', 'application/xml')).slice(-4),
    ...everyHour(3, () => post(INTERNET, '[{"n":"level","v":')).slice(-6),
    ...everyHour(52, () => post(INTERNET, pack('urn:dev:DEVEUI:0059AC0000152B91:'))).slice(-2),
    ...everyHour(26, () => nameless).slice(-5),
  ];
  calls.sort((a, b) => b.minutesAgo - a.minutesAgo);
  for (const { minutesAgo, make } of calls)
    await atMoment(new Date(now.getTime() - minutesAgo * MINUTE_MS), () => make(acceptor));
}

/** The oldest first. */
const everyHour = (minute: number, call: () => Call['make']): Call[] =>
  Array.from({ length: HOURS }, (_, n) => ({ minutesAgo: (HOURS - 1 - n) * 60 + minute, make: call() }));

const pack = (urn: string) => JSON.stringify([{ bn: urn, n: 'level', u: 'm', v: 1.4 }]);

const post =
  (path: string, text: string, contentType = 'application/json') =>
  (acceptor: Acceptor) => {
    const body = Buffer.from(text);
    const headers = { 'content-type': contentType, 'things-message-token': messageToken(body, 'of nobody') };
    return acceptor.accept({ method: 'POST', path, query: '', headers, body, address: '127.0.0.1' });
  };

const signIn = (urn: string) => async (acceptor: Acceptor) => {
  const device = parseDeviceUrn(urn);
  if (device.ok) await acceptor.mqtt.authenticate(device.value, Buffer.from('of nobody'));
};

const nameless = async (acceptor: Acceptor) =>
  acceptor.mqtt.refusedNameless('The user name is no URN of a device');
