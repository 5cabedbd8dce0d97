import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import { createDestination } from '#server/destinations/create-destination.ts';
import { closeOutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { startDemoReceivers } from './demo-receivers.ts';

process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';
const database = useTestDatabase();
afterAll(closeOutgoingHttp);

it('listens for a marked destination; where the port is taken it moves and tells the destination', async () => {
  const { id: customerId } = await createCustomer({ name: 'Receiving' });
  const squatter = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => squatter.once('listening', resolve));
  const taken = (squatter.address() as { port: number }).port;
  const { id, generatedSecrets } = await createDestination(systemActor(customerId), {
    name: 'Demo',
    description: null,
    kind: 'https',
    settings: { url: `http://127.0.0.1:${taken}/`, headerNames: ['Demo-Receiver'] },
    secrets: { headers: { 'Demo-Receiver': 'built-in' } },
  });
  const stopping = new AbortController();
  const receiving = startDemoReceivers(stopping.signal);
  const urlNow = async (): Promise<string> => {
    const [row] = await database.sql`select settings->>'url' as url from destinations where id = ${id}`;
    return row?.url;
  };
  for (let n = 0; n < 250 && (await urlNow()).includes(`:${taken}/`); n++) await sleep(20);
  const url = await urlNow();
  expect(url).not.toContain(`:${taken}/`);
  const unsigned = await fetch(url, { method: 'POST', body: '[]' });
  expect(unsigned.status).toBe(401);
  // The token alone is not enough: the signature is checked too.
  const token = messageToken(Buffer.from('[]'), generatedSecrets.sharedSecret as string);
  const half = await fetch(url, { method: 'POST', body: '[]', headers: { 'things-message-token': token } });
  expect(half.status).toBe(401);
  stopping.abort();
  await receiving;
  await expect(fetch(url, { method: 'POST', body: '[]' })).rejects.toThrow();
  squatter.close();
});
