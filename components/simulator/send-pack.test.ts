import { afterEach, expect, it, vi } from 'vitest';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { packOf, sendPack, tokenOf } from './send-pack.ts';

const sender = {
  urn: 'urn:dev:DVNUUID:9c1a1a0c-7a87-4f6e-8f4e-2a2b1d8a3c11:',
  path: '/ingestion/ip/senml/v1',
  sharedSecret: 'sëcret',
};

afterEach(() => {
  vi.unstubAllGlobals();
});

it('puts base name and time before the first value', () => {
  expect(
    packOf(
      sender.urn,
      [
        { n: 'a', v: 1 },
        { n: 'b', vs: 'x' },
      ],
      1_500,
    ),
  ).toEqual([
    { bn: sender.urn, bt: 1.5, n: 'a', v: 1 },
    { n: 'b', vs: 'x' },
  ]);
});

it('signs as the platform checks, with and without the browser’s help', async () => {
  const expected = messageToken(Buffer.from('[{"n":"é"}]'), sender.sharedSecret);
  expect(await tokenOf('[{"n":"é"}]', sender.sharedSecret)).toBe(expected);
  vi.stubGlobal('crypto', {});
  expect(await tokenOf('[{"n":"é"}]', sender.sharedSecret)).toBe(expected);
});

it('tells answer, downlink and refusal', async () => {
  const answers = [
    Response.json([{ bn: sender.urn }, { n: 'interval', v: 300 }], { headers: { 'things-message-id': '7' } }),
    Response.json({ code: 'ingestion.token-wrong', detail: 'no' }, { status: 401 }),
    new Response('<html>', { status: 502 }),
  ];
  const fetched = vi.fn(async () => answers.shift() ?? Promise.reject(new TypeError('offline')));
  vi.stubGlobal('fetch', fetched);
  const send = () => sendPack(sender, [{ n: 'a', v: 1 }]);
  expect(await send()).toMatchObject({
    status: 200,
    messageId: '7',
    downlink: [{}, { n: 'interval' }],
    problem: null,
  });
  expect(await send()).toMatchObject({
    status: 401,
    downlink: [],
    problem: { code: 'ingestion.token-wrong', detail: 'no' },
  });
  expect(await send()).toMatchObject({ status: 502, problem: { code: 'http-502' } });
  expect(await send()).toMatchObject({ status: 0, problem: null });
  expect(fetched).toHaveBeenCalledWith(sender.path, expect.objectContaining({ credentials: 'omit' }));
});
