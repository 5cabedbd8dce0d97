import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, fromHex, good, survives, toHex } from '../garbage.fixture.ts';
import {
  buildJoinAccept,
  buildJoinRequest,
  deriveSessionKeys,
  readJoinAccept,
  readJoinRequest,
} from './join-frame.ts';
import {
  buildDataFrame,
  type DataFrameFields,
  fullFCnt,
  parsePhyFrame,
  readDataFrame,
  verifyMic,
} from './phy-frame.ts';

const session = { nwkSKey: '44024241ED4CE9A68C6A8BC055233FD3', appSKey: 'EC925802AE430CA77FD3DD73CB2CC588' };
const appKey = '98929B92C49EDBA9676D646D3B612456';

/** Published, plain; the network seals it with AES decryption. */
const plainJoinAccept = fromHex('20386337CCBBAAE7CD2C010000D9D0A6E7');
function seal(plain: Uint8Array): Uint8Array {
  const cipher = createDecipheriv('aes-128-ecb', fromHex(appKey), null).setAutoPadding(false);
  return Uint8Array.from([plain[0] ?? 0, ...cipher.update(plain.subarray(1)), ...cipher.final()]);
}

describe('published frames', () => {
  const uplink = fromHex('40F17DBE4900020001954378762B11FF0D');

  test('data up, encrypted', () => {
    expect(good(parsePhyFrame(uplink))).toEqual({
      type: 'data',
      direction: 'up',
      confirmed: false,
      devAddr: '49BE7DF1',
      fCnt: 2,
      adr: false,
      adrAckReq: false,
      ack: false,
      fPending: false,
      fOpts: '',
      fPort: 1,
      frmPayload: '95437876',
      mic: '2b11ff0d',
    });
  });

  test('data up, read with the session', () => {
    const frame = good(readDataFrame(uplink, { ...session, lastFCnt: 1 }));
    expect(Buffer.from(frame.frmPayload, 'hex').toString()).toBe('test');
  });

  test.each([
    ['port without payload', '40F17DBE49000300012A3518AF', { fCnt: 3, fPort: 1, frmPayload: '' }],
    [
      'acknowledgement down',
      '60f17dbe4920020001f9d65d27',
      { direction: 'down', ack: true, fPort: 1, frmPayload: '' },
    ],
  ])('%s', (_name, hex, expected) => {
    expect(good(readDataFrame(fromHex(hex), { ...session, lastFCnt: null }))).toMatchObject(expected);
  });

  test('a bodged MIC', () => {
    const bytes = fromHex('40F17DBE49000300012A3518AA');
    expect(codeOf(readDataFrame(bytes, { ...session, lastFCnt: null }))).toBe('lorawan.bad-mic');
    expect(verifyMic(bytes, { nwkSKey: session.nwkSKey, fCnt: 3 })).toBe(false);
  });

  test('join request', () => {
    const bytes = fromHex('0039363463336913AA05693574323831330489C65B1304');
    const request = good(readJoinRequest(bytes, appKey));
    expect(request).toEqual({
      type: 'join-request',
      joinEui: 'AA13693363343639',
      devEui: '3331383274356905',
      devNonce: 0x8904,
      mic: 'c65b1304',
    });
    expect(buildJoinRequest({ appKey, ...request })).toEqual(bytes);
    expect(codeOf(readJoinRequest(bytes, session.appSKey))).toBe('lorawan.bad-mic');
  });

  test('join accept and the session that it begins', () => {
    const accept = good(readJoinAccept(seal(plainJoinAccept), { appKey, devNonce: 0xf18e }));
    expect(accept).toEqual({
      joinNonce: 0x376338,
      netId: 'AABBCC',
      devAddr: '012CCDE7',
      rx1DrOffset: 0,
      rx2DataRate: 0,
      rxDelay: 0,
      channels: [],
      session: { nwkSKey: '4E3D6E6AFBCC67AF2BA3C8E8EC4ACF4B', appSKey: '610897AA6F1460623443B527D3AC6A9D' },
    });
    expect(buildJoinAccept({ appKey, ...accept })).toEqual(seal(plainJoinAccept));
    expect(codeOf(readJoinAccept(seal(plainJoinAccept), { appKey: session.appSKey, devNonce: 1 }))).toBe(
      'lorawan.bad-mic',
    );
  });
});

describe('join', () => {
  test('a join accept with channels comes back as it was built', () => {
    const fields = {
      joinNonce: 0x010203,
      netId: '000013',
      devAddr: '26011BDA',
      rx1DrOffset: 2,
      rx2DataRate: 3,
      rxDelay: 5,
      channels: [867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000],
    };
    const bytes = buildJoinAccept({ appKey, ...fields });
    expect(bytes).toHaveLength(33);
    const session = deriveSessionKeys({
      appKey,
      joinNonce: fields.joinNonce,
      netId: fields.netId,
      devNonce: 7,
    });
    expect(good(readJoinAccept(bytes, { appKey, devNonce: 7 }))).toEqual({ ...fields, session });
  });

  test('session keys are AES of the padded nonces (TS001-1.0.4 §6.2.5)', () => {
    const block = Uint8Array.from([
      0x01, 0x38, 0x63, 0x37, 0xcc, 0xbb, 0xaa, 0x8e, 0xf1, 0, 0, 0, 0, 0, 0, 0,
    ]);
    const cipher = createCipheriv('aes-128-ecb', fromHex(appKey), null).setAutoPadding(false);
    const nwkSKey = cipher.update(block).toString('hex').toUpperCase();
    expect(
      deriveSessionKeys({ appKey, joinNonce: 0x376338, netId: 'AABBCC', devNonce: 0xf18e }).nwkSKey,
    ).toBe(nwkSKey);
  });

  test('a join accept of LoRaWAN 1.1 is refused', () => {
    const plain = Uint8Array.from(plainJoinAccept);
    plain[11] = 0x80;
    expect(codeOf(readJoinAccept(seal(plain), { appKey, devNonce: 1 }))).toBe('lorawan.bad-mic');
  });

  test('the frame types are told apart', () => {
    const data = fromHex('40F17DBE4900020001954378762B11FF0D');
    expect(codeOf(readJoinRequest(data, appKey))).toBe('lorawan.not-join-request');
    expect(codeOf(readJoinAccept(data, { appKey, devNonce: 1 }))).toBe('lorawan.not-join-accept');
    expect(codeOf(readDataFrame(seal(plainJoinAccept), { ...session, lastFCnt: 0 }))).toBe(
      'lorawan.not-data-frame',
    );
    expect(verifyMic(data, { appKey })).toBe(false);
    expect(verifyMic(seal(plainJoinAccept), { appKey })).toBe(false);
  });
});

describe('frame counter', () => {
  test.each([
    [5, null, 5],
    [6, 5, 6],
    [5, 5, 5],
    [0, 0xffff, 0x10000],
    [2, 0xfffe, 0x10002],
    [0x0001, 0x1fff0, 0x20001],
    [0xffff, 0x1fff0, 0x1ffff],
    [4, 5, 0x10004],
    [0, 0xffffffff, 0],
  ])('%d after %s is %d', (fCnt16, last, full) => {
    expect(fullFCnt(fCnt16, last)).toBe(full);
  });

  test('the upper half is signed and encrypts', () => {
    const fields = {
      direction: 'up',
      confirmed: false,
      devAddr: '49BE7DF1',
      fPort: 1,
      frmPayload: '74657374',
    } as const;
    const bytes = buildDataFrame({ ...fields, ...session, fCnt: 0x10002 });
    expect(good(readDataFrame(bytes, { ...session, lastFCnt: 0xfff0 }))).toMatchObject({
      fCnt: 0x10002,
      frmPayload: '74657374',
    });
    expect(codeOf(readDataFrame(bytes, { ...session, lastFCnt: 1 }))).toBe('lorawan.bad-mic');
    expect(toHex(bytes)).not.toContain('95437876');
  });
});

test('what is built is read again', () => {
  const hex = (max: number) => fc.uint8Array({ maxLength: max }).map(toHex);
  const frame = fc
    .record({
      direction: fc.constantFrom('up' as const, 'down' as const),
      confirmed: fc.boolean(),
      devAddr: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => toHex(bytes).toUpperCase()),
      fCnt: fc.integer({ min: 0, max: 0xffffffff }),
      adr: fc.boolean(),
      adrAckReq: fc.boolean(),
      ack: fc.boolean(),
      fPending: fc.boolean(),
      fOpts: hex(15),
      fPort: fc.option(fc.integer({ min: 0, max: 255 })),
      frmPayload: hex(60),
    })
    .map((fields) => ({
      ...fields,
      adrAckReq: fields.adrAckReq && fields.direction === 'up',
      fPending: fields.fPending && fields.direction === 'down',
      fOpts: fields.fPort === 0 ? '' : fields.fOpts,
      frmPayload: fields.fPort === null ? '' : fields.frmPayload,
    }));
  fc.assert(
    fc.property(frame, (fields) => {
      const bytes = buildDataFrame({ ...fields, ...session });
      const read = good(readDataFrame(bytes, { ...session, lastFCnt: fields.fCnt }));
      expect(read).toEqual({ ...fields, type: 'data', mic: toHex(bytes.subarray(-4)) });
    }),
    { numRuns: 300 },
  );
});

describe('what cannot be a frame', () => {
  test.each([
    ['nothing', '', 'lorawan.empty-frame'],
    ['major version', '41F17DBE4900020001954378762B11FF0D', 'lorawan.unknown-major'],
    ['rejoin request', 'c0F17DBE4900020001954378762B11FF0D', 'lorawan.unknown-message-type'],
    ['proprietary', 'e000', 'lorawan.unknown-message-type'],
    ['short join request', '0039363463336913AA05693574323831330489C65B13', 'lorawan.join-request-length'],
    ['long join request', '0039363463336913AA05693574323831330489C65B130400', 'lorawan.join-request-length'],
    ['join accept of 18 bytes', `20${'00'.repeat(17)}`, 'lorawan.join-accept-length'],
    ['short data frame', '40F17DBE490002002B11FF', 'lorawan.data-frame-length'],
    ['FOpts beyond the frame', '40F17DBE490F0200022B11FF0D', 'lorawan.fopts-length'],
    ['MAC commands twice', '40F17DBE490102000200022B11FF0D', 'lorawan.mac-commands-twice'],
    ['256 bytes', `40${'00'.repeat(255)}`, 'lorawan.frame-too-long'],
  ])('%s', (_name, hex, code) => {
    expect(codeOf(parsePhyFrame(fromHex(hex)))).toBe(code);
    expect(readDataFrame(fromHex(hex), { ...session, lastFCnt: null }).ok).toBe(false);
  });

  const base: DataFrameFields = { direction: 'up', confirmed: false, devAddr: '01020304', fCnt: 1, fPort: 1 };
  test.each<[string, Partial<DataFrameFields>]>([
    ['16 bytes of FOpts', { fOpts: '02'.repeat(16) }],
    ['payload without port', { fPort: null, frmPayload: '00' }],
    ['MAC commands twice', { fPort: 0, fOpts: '02', frmPayload: '02' }],
    ['too long', { frmPayload: '00'.repeat(250) }],
  ])('is not built: %s', (_name, wrong) => {
    expect(() => buildDataFrame({ ...base, ...session, ...wrong })).toThrow(RangeError);
  });

  test('garbage never throws', () => {
    const seeds = [
      fromHex('40F17DBE4900020001954378762B11FF0D'),
      fromHex('0039363463336913AA05693574323831330489C65B1304'),
      seal(plainJoinAccept),
      buildDataFrame({ ...base, ...session, fOpts: '0203', frmPayload: '0102' }),
    ];
    survives(parsePhyFrame, seeds);
    survives((bytes) => readDataFrame(bytes, { ...session, lastFCnt: 70_000 }), seeds);
    survives((bytes) => readJoinAccept(bytes, { appKey, devNonce: 1 }), seeds, 40);
    survives((bytes) => readJoinRequest(bytes, appKey), seeds, 30);
  });
});
