import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';
import { type BehaviourName, MODEL_NAMES, ownPayloadSchema, SITE_NAMES, type SiteName } from './contract.ts';

/** So many devices of one customer are simulated at a time. */
export const MOST_SIMULATED = 100;
export const SHORTEST_INTERVAL_SECONDS = 10;
export const LONGEST_INTERVAL_SECONDS = 86_400;
/** How many gateways each site has (sites.ts). */
export const GATEWAYS_AT: Record<SiteName, number> = { harbour: 5, town: 3 };

/** How a device may be asked to behave; what is the portal's or the connection's doing is no device's behaviour. */
export const OFFERED_BEHAVIOURS = [
  'healthy',
  'confirmed',
  'weak',
  'lossy',
  'rejoining',
  'no-accept',
  'failing-decoder',
  'dying-battery',
] as const satisfies readonly BehaviourName[];

export const simulationSettingsSchema = z
  .strictObject({
    model: z.enum(MODEL_NAMES),
    ownPayload: ownPayloadSchema.optional(),
    behaviour: z.enum(OFFERED_BEHAVIOURS).default('healthy'),
    intervalSeconds: z.int().min(SHORTEST_INTERVAL_SECONDS).max(LONGEST_INTERVAL_SECONDS).default(60),
    site: z.enum(SITE_NAMES).default('town'),
    gateways: z
      .int()
      .min(1)
      .max(Math.max(...Object.values(GATEWAYS_AT)))
      .default(3),
  })
  .refine(({ model, ownPayload }) => model !== 'own-payload' || ownPayload !== undefined, {
    path: ['ownPayload', 'payload'],
    message: 'must not be empty',
  });
export type SimulationSettings = z.output<typeof simulationSettingsSchema>;

export const simulateSchema = z.strictObject({
  deviceId: idSchema,
  settings: simulationSettingsSchema,
  /** Goes on at its interval; otherwise one message and no more. */
  repeats: z.boolean().default(true),
});
export type Simulate = z.output<typeof simulateSchema>;

export const ofDeviceSchema = z.strictObject({ deviceId: idSchema });

/** Why a device cannot be simulated. */
export type SimulationRefusal = 'no-keys' | 'not-registered' | 'other-network';

/** What is known of a device that is simulated. */
export interface SimulationState {
  /** ended: nothing comes any more by itself, its battery is empty. */
  state: 'running' | 'once' | 'stopped' | 'ended';
  nextAt: Date | null;
  /** The network was told not to listen to it. */
  isDeactivated: boolean;
  /** null: not joined. */
  devAddr: string | null;
  /** Of the last frame that it sent, and of the last that it got; null: none in this session. */
  fCntUp: number | null;
  fCntDown: number | null;
  spreadingFactor: number;
  messages: number;
  /** Battery left, 0…1. */
  battery: number;
}

export interface Simulation {
  refusal: SimulationRefusal | null;
  /** Of the one that is there, else what suits the device. */
  settings: Omit<SimulationSettings, 'behaviour'> & { behaviour: BehaviourName };
  simulated: SimulationState | null;
}
