import type { LoraJoin } from '#server/protocols/lorawan/event.ts';
import { buildJoinAccept, deriveSessionKeys, readJoinRequest } from '#server/protocols/lorawan/join-frame.ts';
import { parsePhyFrame } from '#server/protocols/lorawan/phy-frame.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { NetworkMemory } from './contract.ts';
import { type Heard, type Reaction, remark } from './network-heard.ts';
import { hash32 } from './randomness.ts';

/** NetID of networks of one's own, whose addresses begin with seven zero bits. */
const NET_ID = '000000';
const EXTRA_CHANNELS = [867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000];

/** Answers a join request that carries the registered key and a nonce not used before. */
export function hearJoinRequest(memory: NetworkMemory, bytes: Uint8Array, heard: Heard): Reaction {
  const frame = parsePhyFrame(bytes);
  if (!frame.ok || frame.value.type !== 'join-request') return { events: [], downlink: null };
  const { joinEui, devEui, devNonce, mic } = frame.value;
  const request: LoraJoin = {
    kind: 'join',
    devEui,
    occurredAt: heard.at.toISOString(),
    identity: hashedIdentity('join', [devEui, devNonce, mic, heard.at.toISOString()]),
    joinEui,
    devAddr: null,
    devNonce,
    accepted: false,
    radio: heard.radio,
    receptions: heard.receptions,
  };
  if (!readJoinRequest(bytes, memory.appKey).ok) {
    return {
      events: [request, remark(heard, 'UPLINK_MIC', 'MIC of the join-request does not fit the AppKey')],
      downlink: null,
    };
  }
  if (memory.lastDevNonce !== null && devNonce <= memory.lastDevNonce) {
    return { events: [request, remark(heard, 'OTAA', 'DevNonce has been used before')], downlink: null };
  }
  return accept(memory, request);
}

function accept(memory: NetworkMemory, request: LoraJoin): Reaction {
  const { devEui } = request;
  const devNonce = request.devNonce ?? 0;
  memory.lastDevNonce = devNonce;
  memory.joinNonce = (memory.joinNonce + 1) % 0x1000000;
  const devAddr = (hash32(`${devEui}|${memory.joinNonce}`) & 0x01ffffff)
    .toString(16)
    .padStart(8, '0')
    .toUpperCase();
  const { appKey, joinNonce } = memory;
  memory.session = { devAddr, ...deriveSessionKeys({ appKey, joinNonce, netId: NET_ID, devNonce }) };
  Object.assign(memory, { lastFCntUp: null, fCntDown: 0, snrs: [], txPower: 0, openDownlink: null });
  const occurredAt = new Date(Date.parse(request.occurredAt) + 40).toISOString();
  const accepted: LoraJoin = {
    ...request,
    occurredAt,
    identity: hashedIdentity('join', [devEui, 'accepted', devAddr, occurredAt]),
    devAddr,
    accepted: true,
  };
  const downlink = buildJoinAccept({
    appKey,
    joinNonce,
    netId: NET_ID,
    devAddr,
    rx1DrOffset: 0,
    rx2DataRate: 0,
    rxDelay: 1,
    channels: EXTRA_CHANNELS,
  });
  return { events: [request, accepted], downlink };
}
