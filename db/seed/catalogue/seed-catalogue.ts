import { and, eq, inArray, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import {
  decoders,
  deviceTypeDecoders,
  deviceTypeEncoders,
  deviceTypes,
  encoders,
} from '#db/schema/device-types.ts';
import { builtInDecoders } from '#server/decoders/built-in/registry.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { CATALOGUE, type CatalogueType } from './device-types.ts';
import { type CatalogueEncoder, ENCODERS } from './encoders.ts';
import unreadDecoders from './unread-decoders.json' with { type: 'json' };

/** The platform's device types, decoders and encoders. Adds what is missing; what is said of decoders and encoders changes with them. */
export async function seedCatalogue(): Promise<void> {
  await pipelineDatabase().transaction(async (tx) => {
    const decoderIds = await seedBuiltInDecoders(tx);
    await tx
      .insert(deviceTypes)
      .values(CATALOGUE.map(rowOf))
      .onConflictDoUpdate({
        target: [deviceTypes.customerId, deviceTypes.slug],
        set: { unreadDecoders: sql`excluded.unread_decoders` },
        setWhere: sql`${deviceTypes.unreadDecoders} <> excluded.unread_decoders`,
      });
    const types = await tx
      .select({ id: deviceTypes.id, slug: deviceTypes.slug })
      .from(deviceTypes)
      .where(eq(deviceTypes.customerId, PLATFORM_CUSTOMER_ID));
    const idOfSlug = new Map(types.map(({ slug, id }) => [slug, id]));
    const links = CATALOGUE.flatMap(({ slug, decoders: keys = [] }) =>
      keys.map((key) => ({
        customerId: PLATFORM_CUSTOMER_ID,
        deviceTypeCustomerId: PLATFORM_CUSTOMER_ID,
        deviceTypeId: known(idOfSlug, slug),
        decoderCustomerId: PLATFORM_CUSTOMER_ID,
        decoderId: known(decoderIds, key),
      })),
    );
    await tx.insert(deviceTypeDecoders).values(links).onConflictDoNothing();
    await seedEncoders(tx, idOfSlug);
  });
}

/** Ids of the rows of the built-in decoders by their keys. */
async function seedBuiltInDecoders(tx: Tx): Promise<Map<string, string>> {
  const keys = builtInDecoders.map(({ key }) => key);
  const there = () =>
    tx
      .select({ id: decoders.id, key: decoders.builtIn })
      .from(decoders)
      .where(and(eq(decoders.customerId, PLATFORM_CUSTOMER_ID), inArray(decoders.builtIn, keys)));
  const before = new Set((await there()).map(({ key }) => key));
  const missing = builtInDecoders.filter(({ key }) => !before.has(key));
  if (missing.length > 0) {
    await tx.insert(decoders).values(
      missing.map(({ key, name, description, records }) => ({
        customerId: PLATFORM_CUSTOMER_ID,
        kind: 'built-in' as const,
        builtIn: key,
        name,
        description,
        records,
      })),
    );
  }
  for (const { key, name, description, records } of builtInDecoders.filter((one) => before.has(one.key))) {
    const told = JSON.stringify(records);
    await tx
      .update(decoders)
      .set({ name, description, records, modifiedAt: sql`now()` })
      .where(
        and(
          eq(decoders.customerId, PLATFORM_CUSTOMER_ID),
          eq(decoders.builtIn, key),
          sql`(${decoders.name}, ${decoders.description}, ${decoders.records}) is distinct from
            (${name}, ${description}, ${told}::jsonb)`,
        ),
      );
  }
  return new Map((await there()).map(({ id, key }) => [key ?? '', id]));
}

async function seedEncoders(tx: Tx, idOfSlug: ReadonlyMap<string, string>): Promise<void> {
  const rows = Object.values<CatalogueEncoder>(ENCODERS).map((encoder) => ({
    ...encoder,
    customerId: PLATFORM_CUSTOMER_ID,
  }));
  await tx
    .insert(encoders)
    .values(rows)
    .onConflictDoUpdate({
      target: encoders.id,
      set: {
        name: sql`excluded.name`,
        description: sql`excluded.description`,
        combines: sql`excluded.combines`,
        commands: sql`excluded.commands`,
        modifiedAt: sql`now()`,
      },
      setWhere: sql`(${encoders.name}, ${encoders.description}, ${encoders.combines}, ${encoders.commands})
        is distinct from (excluded.name, excluded.description, excluded.combines, excluded.commands)`,
    });
  const links = CATALOGUE.flatMap(({ slug, encoders: keys = [] }) =>
    keys.map((key) => ({
      customerId: PLATFORM_CUSTOMER_ID,
      deviceTypeCustomerId: PLATFORM_CUSTOMER_ID,
      deviceTypeId: known(idOfSlug, slug),
      encoderCustomerId: PLATFORM_CUSTOMER_ID,
      encoderId: ENCODERS[key].id,
    })),
  );
  await tx.insert(deviceTypeEncoders).values(links).onConflictDoNothing();
}

function rowOf(type: CatalogueType) {
  const { slug, name, description, category, group, networks } = type;
  return {
    ...(type.id ? { id: type.id } : {}),
    customerId: PLATFORM_CUSTOMER_ID,
    slug,
    name,
    description,
    category,
    group,
    networks,
    loraKeys: type.loraKeys ?? null,
    expectedIntervalSeconds: type.expectedIntervalSeconds ?? null,
    batteryChemistry: type.batteryChemistry ?? null,
    unreadDecoders: unread[slug] ?? [],
  };
}

const unread: Record<string, unknown[]> = unreadDecoders;

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The catalogue names "${name}", which does not exist.`);
  return id;
}
