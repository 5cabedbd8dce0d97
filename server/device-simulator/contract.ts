import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';

export const LINK_DAYS = [1, 7, 30, 365] as const;

export const simulatorLinkCreateSchema = z.strictObject({
  deviceId: idSchema,
  days: z.union(LINK_DAYS.map((days) => z.literal(days))).default(30),
});
export type SimulatorLinkCreate = z.output<typeof simulatorLinkCreateSchema>;

export const ofDeviceSchema = z.strictObject({ deviceId: idSchema });

/** What stands behind the # of a link: 256 random bits. */
export const simulatorTokenSchema = z.string().regex(/^tps_[A-Za-z0-9_-]{43}$/);

export const openSimulatorSchema = z.strictObject({ token: simulatorTokenSchema });

/** What everybody who may read the device sees of its link. */
export interface SimulatorLinkFacts {
  expiresAt: Date;
  lastUsedAt: Date | null;
  createdAt: Date;
  createdBy: string;
}

export interface SimulatorLinkState {
  link: SimulatorLinkFacts | null;
  /** Why none can be made, as a code; null: it can. */
  refusal: 'no-address' | 'no-secret' | null;
}

export interface SimulatorLink {
  url: string;
  expiresAt: Date;
}

/** What the page is told for its token: whom it sends as, and how. */
export interface SimulatedSender {
  name: string;
  deviceType: string;
  /** Base name, trailing colon included. */
  urn: string;
  /** Where on this origin it posts to. */
  path: string;
  sharedSecret: string;
  expiresAt: string;
}
