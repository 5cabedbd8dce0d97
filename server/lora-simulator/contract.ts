import { z } from 'zod';

/** How a simulated device misbehaves; see behaviours.ts for what each means on the air. */
export const BEHAVIOUR_NAMES = [
  'healthy',
  'silent',
  'weak',
  'lossy',
  'rejoining',
  'no-accept',
  'confirmed',
  'failing-decoder',
  'deactivated',
  'unregistered',
  'dying-battery',
  'refused',
  'deaf-to-joins',
  'deaf',
  'slow',
  'restarting',
  'interfered',
  'broken-session',
  'spent-battery',
] as const;
export type BehaviourName = (typeof BEHAVIOUR_NAMES)[number];

/** Places with a network of gateways (sites.ts). */
export const SITE_NAMES = ['harbour', 'town'] as const;
export type SiteName = (typeof SITE_NAMES)[number];

/** Kinds of sensors, each a file of models/. */
export const MODEL_NAMES = [
  'elsys-ers',
  'water-level',
  'waste-bin',
  'thingsml-quay',
  'raw-counter',
  'tracker',
  'own-payload',
] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9A-F]{${digits}}$`));

/** What `own-payload` sends: no more than fits a frame at any data rate (LoRaWAN RP002, DR0 of EU868). */
export const ownPayloadSchema = z.strictObject({
  fPort: z.int().min(1).max(223),
  payload: z
    .string()
    .max(400)
    .transform((text) => text.replace(/[\s:.-]/g, '').toLowerCase())
    .pipe(z.string().regex(/^([0-9a-f]{2}){1,51}$/, 'must be 1 to 51 bytes, hexadecimal')),
});
export type OwnPayload = z.output<typeof ownPayloadSchema>;

/** What a simulated device is; does not change while it lives. */
export const simulatedDeviceSchema = z.strictObject({
  devEui: hex(16),
  joinEui: hex(16),
  model: z.enum(MODEL_NAMES),
  behaviour: z.enum(BEHAVIOUR_NAMES),
  /** All its chance comes from this. */
  seed: z.string(),
  intervalSeconds: z.int().min(10),
  /** Whose gateways may hear it … */
  site: z.enum(SITE_NAMES),
  /** … of those the nearest; without it all. */
  gateways: z.int().min(1).optional(),
  ownPayload: ownPayloadSchema.optional(),
  place: z.strictObject({ latitude: z.number(), longitude: z.number() }),
  /** Walls around it, dB. */
  extraLossDb: z.number(),
  /** Full battery. */
  startedAt: z.iso.datetime(),
  batteryDays: z.number().positive(),
  /** It sends nothing from then on. */
  silentFrom: z.iso.datetime().nullable(),
  /** From then on its payloads are of a firmware that its decoder does not know. */
  brokenFrom: z.iso.datetime().nullable(),
});
export type SimulatedDevice = z.infer<typeof simulatedDeviceSchema>;

const sessionSchema = z.strictObject({ devAddr: hex(8), nwkSKey: hex(32), appSKey: hex(32) });

const counter = z.int().min(0);

/** What the device remembers. */
const deviceMemorySchema = z.strictObject({
  appKey: hex(32),
  /** Messages so far, whatever became of them: seeds the chance of the next. */
  messages: counter,
  /** Used last; 1.0.4 counts them up. */
  devNonce: counter,
  session: sessionSchema.nullable(),
  /** Of the next frame. */
  fCntUp: counter,
  lastFCntDown: counter.nullable(),
  dr: z.int().min(0).max(5),
  /** Index of LinkADRReq: 0 is 16 dBm, each step 2 dB less. */
  txPower: z.int().min(0).max(7),
  /** Frames since the network was last heard (ADR_ACK_CNT). */
  adrAckCount: counter,
  /** MAC commands for the next frame, hex. */
  answers: z.string(),
  /** The next frame acknowledges a confirmed downlink. */
  acknowledge: z.boolean(),
  /** The firmware that it was told to take, as its model writes it; without it the one that it was made with. */
  firmware: z
    .string()
    .regex(/^[0-9a-f]+$/)
    .optional(),
});
export type DeviceMemory = z.infer<typeof deviceMemorySchema>;

/** What the network server remembers of the device. */
const networkMemorySchema = z.strictObject({
  /** As registered; a join request signed with another key is not answered. */
  appKey: hex(32),
  joinNonce: counter,
  lastDevNonce: counter.nullable(),
  session: sessionSchema.nullable(),
  lastFCntUp: counter.nullable(),
  /** Of the next downlink. */
  fCntDown: counter,
  /** Best SNR of the latest frames at the present data rate. */
  snrs: z.array(z.number()),
  txPower: z.int().min(0).max(7),
  statusAskedAt: z.iso.datetime().nullable(),
  settingsSentAt: z.iso.datetime().nullable(),
  /** A confirmed downlink that the next uplink must acknowledge. */
  openDownlink: z.strictObject({ queueItemId: z.string(), fCntDown: counter }).nullable(),
});
export type NetworkMemory = z.infer<typeof networkMemorySchema>;

/** Both sides' memory, as kept between two messages (sealed: it holds keys). */
export const simulatedMemorySchema = z.strictObject({
  device: deviceMemorySchema,
  network: networkMemorySchema,
});
export type SimulatedMemory = z.infer<typeof simulatedMemorySchema>;

/** Before the first join. */
export function newMemory(keys: { device: string; network: string }): SimulatedMemory {
  return {
    device: {
      appKey: keys.device,
      messages: 0,
      devNonce: 0,
      session: null,
      fCntUp: 0,
      lastFCntDown: null,
      dr: 3,
      txPower: 0,
      adrAckCount: 0,
      answers: '',
      acknowledge: false,
    },
    network: {
      appKey: keys.network,
      joinNonce: 0,
      lastDevNonce: null,
      session: null,
      lastFCntUp: null,
      fCntDown: 0,
      snrs: [],
      txPower: 0,
      statusAskedAt: null,
      settingsSentAt: null,
      openDownlink: null,
    },
  };
}
