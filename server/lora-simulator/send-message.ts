import { EU868_DEFAULT_CHANNELS } from '#server/protocols/lorawan/data-rate.ts';
import type { LoraEvent, RadioSettings } from '#server/protocols/lorawan/event.ts';
import { namedIdentity, uuidOfIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import { BEHAVIOURS } from './behaviours.ts';
import type { SimulatedDevice, SimulatedMemory } from './contract.ts';
import {
  eirpDbm,
  hearDownlink,
  hearJoinAccept,
  sendJoinRequest,
  sendUplink,
  type UplinkContent,
} from './device-side.ts';
import { commandsHex, spreadingFactorOf } from './mac-traffic.ts';
import type { Moment, SensorMessage, SensorModel } from './models/contract.ts';
import { sensorModel } from './models/registry.ts';
import type { QueuedDownlink } from './network-downlink.ts';
import type { Heard } from './network-heard.ts';
import { hearJoinRequest } from './network-join.ts';
import { hearUplink } from './network-uplink.ts';
import { receive, snrFloor } from './radio.ts';
import { type Random, randomOf } from './randomness.ts';
import { batteryOf } from './schedule.ts';
import { gatewaysOf } from './sites.ts';

/** RX1 of a join accept opens 5 s after the request. */
const JOIN_TAKES_MS = 6_200;
/** A confirmed message is sent so often before the device gives up. */
const CONFIRMED_TRIES = 3;
const RETRY_MS = 3_000;
const LOCATED_AFTER_MS = 4_000;
/** Gateways send as strongly as devices where RX1 is used. */
const GATEWAY_EIRP_DBM = 16;
const CHANNELS_HZ = [
  868_100_000, 868_300_000, 868_500_000, 867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000,
];
/** One frame in so many asks how well it is heard. */
const LINK_CHECK_EVERY = 96;

interface Scene {
  device: SimulatedDevice;
  memory: SimulatedMemory;
  random: Random;
  model: SensorModel;
  moment: Moment;
  queued: QueuedDownlink | null;
}

/**
 * The device wakes up, joins if it must, measures and sends; what its network server tells of it, in the order in
 * which it tells it. Empty where every frame was lost. Changes `memory`; the same memory gives the same events.
 */
export function sendMessage(
  device: SimulatedDevice,
  memory: SimulatedMemory,
  at: Date,
  queued: QueuedDownlink | null = null,
): LoraEvent[] {
  const number = memory.device.messages++;
  const random = randomOf(`${device.seed}|message ${number}`);
  const model = sensorModel(device.model);
  const scene: Scene = { device, memory, random, model, moment: momentOf(device, memory, at), queued };
  const { rejoins, restartsEvery, sessionBreaksAfter } = BEHAVIOURS[device.behaviour];
  if (restartsEvery !== null && number % restartsEvery === restartsEvery - 1) restart(memory);
  if (number === sessionBreaksAfter) breakSession(memory);
  const events: LoraEvent[] = [];
  let now = at;
  if (rejoins || !memory.device.session) {
    events.push(...join(scene, now));
    if (!memory.device.session) return events;
    now = new Date(now.getTime() + JOIN_TAKES_MS);
  }
  events.push(...sendData(scene, now, number));
  return events;
}

/** The network server lets it pass, as those do that do not look at frame counters. */
function restart({ device, network }: SimulatedMemory): void {
  device.fCntUp = 0;
  network.lastFCntUp = null;
}

function breakSession({ network }: SimulatedMemory): void {
  if (!network.session) return;
  const { nwkSKey } = network.session;
  network.session = { ...network.session, nwkSKey: [...nwkSKey].reverse().join('') };
}

function join(scene: Scene, at: Date): LoraEvent[] {
  const { device, memory, random } = scene;
  const bytes = sendJoinRequest(memory.device, device);
  const heard = overTheAir(scene, at, bytes, EU868_DEFAULT_CHANNELS[random.integer(0, 2)]?.frequencyHz);
  if (!heard) return [];
  const reaction = hearJoinRequest(memory.network, bytes, heard);
  const { hearsAccepts } = BEHAVIOURS[device.behaviour];
  if (hearsAccepts && reaction.downlink && snrAtDevice(scene, reaction.downlink, heard) !== null) {
    hearJoinAccept(memory.device, reaction.downlink);
  }
  return reaction.events;
}

function sendData(scene: Scene, at: Date, number: number): LoraEvent[] {
  const { device, memory, random, model } = scene;
  const behaviour = BEHAVIOURS[device.behaviour];
  // A device that moves, or whose owner switched it off, sends at one data rate for ever.
  const adr = behaviour.adr && model.fixedDr === undefined;
  if (!adr) memory.device.dr = behaviour.adr ? (model.fixedDr ?? 0) : 0;
  const content: UplinkContent = {
    ...message(scene),
    confirmed: random.chance(behaviour.confirmedShare),
    adr,
    requests: number % LINK_CHECK_EVERY === 7 ? commandsHex([{ name: 'LinkCheckReq' }]) : '',
  };
  const bytes = sendUplink(memory.device, content);
  const events: LoraEvent[] = [];
  let now = at;
  for (let tries = content.confirmed ? CONFIRMED_TRIES : 1; tries > 0; tries--) {
    const heard = overTheAir(scene, now, bytes);
    const told = heard ? deliver(scene, bytes, heard) : { events: [], acknowledged: false };
    events.push(...told.events);
    if (told.acknowledged) break;
    now = new Date(now.getTime() + RETRY_MS + random.integer(0, 900));
  }
  return [...events, ...located(events, scene)];
}

function deliver(scene: Scene, bytes: Uint8Array, heard: Heard) {
  const { memory, model, moment, queued } = scene;
  const { events, downlink } = hearUplink(memory.network, bytes, heard, model.weeklySettings, queued);
  const { hearsDownlinks } = BEHAVIOURS[scene.device.behaviour];
  const snr = hearsDownlinks && downlink ? snrAtDevice(scene, downlink, heard) : null;
  if (snr === null) return { events, acknowledged: false };
  const understood = hearDownlink(memory.device, downlink as Uint8Array, { battery: moment.battery, snr });
  const firmware = understood?.told && model.firmwareOf?.(understood.told);
  if (firmware) memory.device.firmware = firmware;
  return { events, acknowledged: understood?.acknowledged ?? false };
}

/** The frame as its gateways hear it; null where none does. */
function overTheAir(scene: Scene, at: Date, bytes: Uint8Array, frequencyHz?: number): Heard | null {
  const { device, memory, random } = scene;
  const { drownedShare } = BEHAVIOURS[device.behaviour];
  // Chance is asked only where there is some: the lives of the others stay as they are.
  if (drownedShare > 0 && random.chance(drownedShare)) return null;
  const spreadingFactor = spreadingFactorOf(memory.device.dr);
  const radio: RadioSettings = {
    frequencyHz: frequencyHz ?? CHANNELS_HZ[random.integer(0, CHANNELS_HZ.length - 1)] ?? null,
    spreadingFactor,
    bandwidthHz: 125_000,
    codingRate: '4/5',
    dr: memory.device.dr,
  };
  const sent = { ...path(scene), txPowerDbm: eirpDbm(memory.device), spreadingFactor, bytes: bytes.length };
  const receptions = receive(gatewaysOf(device), sent, random);
  return receptions.length === 0 ? null : { devEui: device.devEui, at, radio, receptions };
}

/** How the answer of the best gateway reaches the device, dB; null where it does not. */
function snrAtDevice(scene: Scene, downlink: Uint8Array, heard: Heard): number | null {
  const best = gatewaysOf(scene.device).find(
    (gateway) => gateway.gatewayId === heard.receptions[0]?.gatewayId,
  );
  if (!best) return null;
  const spreadingFactor = heard.radio.spreadingFactor ?? 12;
  const sent = { ...path(scene), txPowerDbm: GATEWAY_EIRP_DBM, spreadingFactor, bytes: downlink.length };
  const [reception] = receive([best], sent, scene.random);
  return reception ? (reception.snr ?? snrFloor(spreadingFactor)) : null;
}

function path({ device, model, moment }: Scene) {
  const place = model.whereabouts?.(moment) ?? device.place;
  return { deviceSeed: device.seed, place, extraLossDb: device.extraLossDb };
}

function momentOf(device: SimulatedDevice, memory: SimulatedMemory, at: Date): Moment {
  const { seed, place, ownPayload } = device;
  const { firmware } = memory.device;
  return { seed, at, battery: batteryOf(device, at), place, ownPayload, firmware };
}

function message({ device, model, moment }: Scene): SensorMessage {
  const broken = device.brokenFrom !== null && moment.at.getTime() >= Date.parse(device.brokenFrom);
  return broken && model.measureUnreadable ? model.measureUnreadable(moment) : model.measure(moment);
}

/** The network's own position of the frame, some seconds after it. */
function located(events: LoraEvent[], { model, moment }: Scene): LoraEvent[] {
  const uplink = events.find((event) => event.kind === 'uplink');
  const location = uplink && model.locate?.(moment);
  if (!location) return [];
  const { devEui, fCntUp, identity } = uplink;
  return [
    {
      kind: 'location',
      devEui,
      occurredAt: new Date(Date.parse(uplink.occurredAt) + LOCATED_AFTER_MS).toISOString(),
      // ChirpStack tells the location under the identifier of its uplink.
      identity: namedIdentity('location', uuidOfIdentity(identity)),
      location,
      fCntUp,
    },
  ];
}
