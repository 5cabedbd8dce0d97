import { z } from 'zod';
import { idSchema, nameSchema } from '#server/platform/contract.ts';

/** Gateways on premises: of what one of them hears best, its place is the place. */

const MOST_RADIUS = 100_000;

const gatewayShape = {
  /** As the network server names it: an EUI, ThingPark's LRR id, a name. */
  gatewayId: z
    .string()
    .trim()
    .toUpperCase()
    .transform((id) => (/^([0-9A-F]{2}[:-]){7}[0-9A-F]{2}$/.test(id) ? id.replace(/[:-]/g, '') : id))
    .pipe(z.string().regex(/^[0-9A-Z._-]{1,64}$/, 'must be the id of a gateway: letters, digits, . _ -')),
  name: nameSchema,
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Metres around it. */
  radius: z.number().int().min(1).max(MOST_RADIUS).nullable().default(null),
};

export const gatewayCreateSchema = z.strictObject(gatewayShape);
export type GatewayCreate = z.output<typeof gatewayCreateSchema>;

export const gatewayUpdateSchema = z.strictObject({ id: idSchema, ...gatewayShape });
export type GatewayUpdate = z.output<typeof gatewayUpdateSchema>;

export interface LoraGateway extends GatewayCreate {
  id: string;
  modifiedAt: Date;
}
