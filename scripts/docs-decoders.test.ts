// The scripts of docs/decoders.md in the real sandbox, up to the bytes that a destination gets.
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { builtInDecoders } from '#server/decoders/built-in/registry.ts';
import { normalise } from '#server/pipeline/decode/normalise.ts';
import { scriptCall } from '#server/pipeline/decode/script-call.ts';
import { recordsOfScript } from '#server/pipeline/decode/script-records.ts';
import { messageBody } from '#server/pipeline/deliver/item.ts';
import { parseDigitalMatter } from '#server/protocols/digital-matter/parse-digital-matter.ts';
import { good } from '#server/protocols/garbage.fixture.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import { LIMITS, SANDBOX_ERRORS, type SandboxContract } from '#server/sandbox/contract.ts';
import { keyOf } from '#server/sandbox/sandbox.fixture.ts';
import { createSandbox } from '#server/sandbox/sandbox.ts';
import { blocksOf } from './doc-blocks.fixture.ts';

const PAGE = 'docs/decoders.md';
const text = readFileSync(PAGE, 'utf8');
const [ts013 = '', things = '', tracker = ''] = blocksOf(PAGE, 'js');
const [mapping = '', ofTs013 = '', ofThings = ''] = blocksOf(PAGE, 'json');
const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.stop());

const event: LoraUplink = {
  kind: 'uplink',
  devEui: '0059AC00001B3461',
  occurredAt: '2026-03-04T05:06:06.500Z',
  identity: 'example',
  devAddr: '14204BAE',
  fCntUp: 17,
  fPort: 2,
  frmPayload: '0108330d3401',
  confirmed: false,
  adr: true,
  adrAckReq: false,
  ack: false,
  radio: { frequencyHz: 868_100_000, spreadingFactor: 7, bandwidthHz: 125_000, dr: 5 },
  receptions: [],
  gatewayCount: 0,
};
const message = {
  customerId: '38236f3c-6706-4e10-8b1c-28c22f86c0f2',
  urn: 'urn:dev:DEVEUI:0059AC00001B3461:',
  receivedAt: new Date('2026-03-04T05:06:07.000Z'),
  event,
};

async function decoded(source: string, contract: SandboxContract, mapped: unknown, more: object = {}) {
  const version = { source, sourceHash: keyOf(source), contract, mapping: mapped };
  const told = { ...message, event: { ...event, ...more } };
  const call = scriptCall(version, told);
  if (!call) throw new Error('the contract has no form for it');
  const result = await sandbox.run(call);
  expect(result.error).toBeNull();
  const made = recordsOfScript(version, told, result.output);
  if (!made.ok) return { fault: made.fault, logs: result.logs, body: null };
  const pack = normalise(made.records ?? [], message);
  if (!pack.ok || !pack.value) throw new Error('no pack');
  const body: unknown = JSON.parse(messageBody(message.urn, pack.value, pack.value));
  return { fault: null, logs: [...result.logs, ...made.logs], body };
}

test('the example of ts013 makes what the page says', async () => {
  const { body, logs } = await decoded(ts013, 'ts013', JSON.parse(mapping));
  expect(body).toEqual(JSON.parse(ofTs013));
  expect(logs).toEqual([{ level: 'warn', message: 'battery low' }]);
  const { fault } = await decoded(ts013, 'ts013', JSON.parse(mapping), { fPort: 3 });
  expect(fault).toMatchObject({ name: 'DecodeError', message: 'port 3 is not known' });
});

test('the example of things makes what the page says', async () => {
  const { body, logs } = await decoded(things, 'things', {});
  expect(body).toEqual(JSON.parse(ofThings));
  expect(logs).toEqual([{ level: 'log', message: 'frame 17 on port 2' }]);
});

test('the example for a tracker reads its report', async () => {
  const record = {
    SeqNo: 3,
    DateUTC: '2026-05-01 10:00:03',
    Fields: [{ FType: 6, AnalogueData: { 1: 3710 } }],
  };
  const raw = Buffer.from(JSON.stringify({ SerNo: 7, IMEI: '490154203237518', Records: [record] }));
  const [told] = good(parseDigitalMatter(raw));
  const version = { source: tracker, sourceHash: keyOf(tracker), contract: 'things' as const, mapping: {} };
  const urn = 'urn:dev:IMEI:490154203237518:';
  const call = told && scriptCall(version, { ...message, urn, event: told, raw });
  if (!call) throw new Error('no call');
  const { output, error } = await sandbox.run(call);
  expect(error).toBeNull();
  const bt = Date.parse('2026-05-01T10:00:03Z') / 1000;
  expect(output).toEqual([{ bn: urn, bt, n: 'supplyVoltage', u: 'V', v: 3.71 }]);
});

test('what the page says of the elder forms, of state and of what is missing', async () => {
  const output = async (source: string) => (await decoded(source, 'ts013', {})).body;
  const level = (v: number) => [expect.objectContaining({ n: 'level', v })];
  expect(await output('function Decoder(b, port) { return { level: port }; }')).toEqual(level(2));
  expect(await output('function Decode(port, b, variables) { return { level: b[0] }; }')).toEqual(level(1));
  expect(await output('exports.decodeUplink = (i) => ({ data: { level: i.bytes[1] } })')).toEqual(level(8));
  const counting = 'var n = 0; function decodeUplink() { return { data: { level: ++n } }; }';
  expect(await output(counting)).toEqual(level(1));
  expect(await output(counting)).toEqual(level(1));
  const absent = ['require', 'setTimeout', 'fetch', 'process', 'Intl']
    .map((name) => `typeof ${name}`)
    .join(' + ');
  const probe = `function decodeUplink() { return { data: { all: ${absent} } }; }`;
  expect(await output(probe)).toEqual([expect.objectContaining({ vs: 'undefined'.repeat(5) })]);
});

test('every built-in decoder, record, error and limit stands in the page', () => {
  const missing = builtInDecoders.flatMap(({ key, name, records }) => [
    ...[`\`${key}\` | ${name} |`].filter((row) => !text.includes(row)),
    ...records
      .map((record) => record.name)
      .filter((one) => !one.startsWith('grideye') && !text.includes(`\`${one}\``)),
  ]);
  expect(missing).toEqual([]);
  const unseen = ['badCall', 'budget', 'unavailable'];
  const errors = Object.entries(SANDBOX_ERRORS).filter(([key]) => !unseen.includes(key));
  expect(errors.filter(([, name]) => !text.includes(`\`${name}\``))).toEqual([]);
  const figures = [
    `${LIMITS.callMs} ms; one that does not stop by itself is killed with its process ${LIMITS.killMs} ms after its start`,
    `| loading the script | ${LIMITS.loadMs} ms |`,
    `${LIMITS.memoryPages / 16} MiB; stack ${LIMITS.stackBytes / 1024} KiB`,
    `| source | ${LIMITS.sourceBytes / 1024} KiB |`,
    `| input | ${LIMITS.inputBytes / 1024} KiB |`,
    `| result | ${LIMITS.resultBytes / 1024} KiB, ${LIMITS.resultDepth} levels deep |`,
    `${LIMITS.logLineChars.toLocaleString('en')} characters a line, ${LIMITS.logTotalChars.toLocaleString('en')} in all`,
    `${LIMITS.errorChars.toLocaleString('en')} characters`,
    `${LIMITS.encodedBytes} bytes`,
    `killed ${LIMITS.killsToSuspend} times within ${LIMITS.killWindowMs / 60_000} minutes`,
  ];
  expect(figures.filter((figure) => !text.includes(figure))).toEqual([]);
});
