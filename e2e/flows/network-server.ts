import { randomUUID } from 'node:crypto';
import { demo } from '../fixtures.ts';

export interface Sender {
  id: string;
  secret: string;
}

export interface Answer {
  status: number;
  body: unknown;
}

/** Is the ChirpStack behind a customer's connection of the demo for one uplink. */
export async function sendUplink(
  customer: string,
  devEui: string,
  payload: Buffer,
  fCnt: number,
): Promise<Answer> {
  const connection = demo().connections.find((c) => c.customer === customer && c.provider === 'chirpstack');
  if (!connection) throw new Error(`${customer} has no ChirpStack connection`);
  return postUplink(connection, devEui, payload, fCnt);
}

/** Hands one uplink over at a connection, with what it says is its secret. */
export async function postUplink(
  connection: Sender,
  devEui: string,
  payload: Buffer,
  fCnt: number,
): Promise<Answer> {
  const answer = await fetch(`${demo().ingestUrl}/ingestion/lora/${connection.id}?event=up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${connection.secret}` },
    body: JSON.stringify({
      deduplicationId: randomUUID(),
      time: new Date().toISOString(),
      deviceInfo: { devEui: devEui.toLowerCase(), deviceName: 'e2e' },
      devAddr: '01020304',
      adr: true,
      dr: 5,
      fCnt,
      fPort: 2,
      data: payload.toString('base64'),
      rxInfo: [{ gatewayId: '0254aa0000000001', rssi: -80, snr: 9 }],
      txInfo: {
        frequency: 868_100_000,
        modulation: { lora: { bandwidth: 125_000, spreadingFactor: 7, codeRate: 'CR_4_5' } },
      },
    }),
  });
  return { status: answer.status, body: await answer.json() };
}
