import { z } from 'zod';
import { pageOf } from '#server/http/contract.ts';
import { type DeviceType, NETWORKS } from './contract.ts';

export const deviceTypeBodySchema = z
  .strictObject({
    id: z.guid(),
    slug: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    category: z.enum(['managed', 'own']),
    networks: z.array(z.enum(NETWORKS)),
    decoders: z.array(
      z.strictObject({ id: z.guid(), name: z.string(), kind: z.enum(['built-in', 'script']) }),
    ),
  })
  .meta({ id: 'DeviceType' });

export const pageOfDeviceTypes = pageOf(deviceTypeBodySchema, 'PageOfDeviceTypes');

export const deviceTypeBody = (type: DeviceType) => ({
  id: type.id,
  slug: type.slug,
  name: type.name,
  description: type.description,
  category: type.category,
  networks: type.networks,
  decoders: type.decoders.map(({ id, name, kind }) => ({ id, name, kind })),
});
