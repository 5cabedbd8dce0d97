import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import {
  RIGHT,
  replayScene,
  sandboxOfTests,
  scenePipeline,
  WRONG,
} from '#server/replays/replay-scene.fixture.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { followShadowsSystem } from './follow-shadows.ts';
import { setVersionRules } from './set-version-rules.ts';
import { getShadow, startShadow, stopShadow } from './start-shadow.ts';

/** Versions of a script beside the published one: for some messages, or in the shadow of it. */

const database = useTestDatabase();
const work = scenePipeline();

beforeAll(() => work.pipeline.start());
afterAll(async () => {
  await work.stop();
  await closeEditorSandbox();
});

const asCreator = (actor: Actor): Actor => ({ ...actor, kind: 'system' });

async function versionsOf(decoderId: string) {
  const rows = await database.sql<{ id: string }[]>`
    select id from decoder_versions where decoder_id = ${decoderId} order by number`;
  return rows.map(({ id }) => id) as [string, string];
}

it('a message goes through the version that its port or its device’s firmware asks for', async () => {
  const scene = await replayScene(database.sql, work.pipeline, WRONG);
  await scene.publish(RIGHT);
  const [wrong, right] = await versionsOf(scene.decoderId);
  const actor = asCreator(scene.actor);
  await database.sql`insert into twins (device_id, customer_id, reported)
    values (${scene.devices[0]?.id ?? ''}, ${scene.customerId}, ${database.sql.json({ firmwareVersion: { vs: '1.9', t: 1, o: 1 } })})`;
  let n = 100;
  /** The version that the next message of this port goes through. */
  const through = async (fPort: number) => {
    await scene.send(n++, { fPort });
    await scene.recorded();
    const [row] = await database.sql<{ version: string }[]>`
      select decoder_version_id as version from packs where customer_id = ${scene.customerId} order by uplink_id desc limit 1`;
    return row?.version;
  };
  await setVersionRules(actor, { id: scene.decoderId, rules: [{ versionId: wrong, fPorts: [7] }] });
  // Workers hear of it by a notice.
  await expect.poll(() => through(7)).toBe(wrong);
  expect(await through(1)).toBe(right);
  await setVersionRules(actor, {
    id: scene.decoderId,
    rules: [
      { versionId: right, fPorts: [7] },
      { versionId: wrong, firmwareFrom: '1.5', firmwareBefore: '1.10' },
    ],
  });
  await expect.poll(() => through(1)).toBe(wrong);
  expect(await through(7)).toBe(right);
});

it('a rule names a published version of its own decoder only', async () => {
  const scene = await replayScene(database.sql, work.pipeline, WRONG);
  const other = await replayScene(database.sql, work.pipeline, RIGHT);
  const [foreign] = await versionsOf(other.decoderId);
  const rules = [{ versionId: foreign, fPorts: [7] }];
  await expect(setVersionRules(asCreator(scene.actor), { id: scene.decoderId, rules })).rejects.toMatchObject(
    {
      code: 'decoders.version-unpublished',
      fields: [{ path: 'rules.0.versionId' }],
    },
  );
  await expect(setVersionRules(asCreator(other.actor), { id: scene.decoderId, rules })).rejects.toThrow(
    'decoders.not-found',
  );
});

it('a candidate is tried on what comes from now on, and changes nothing', async () => {
  const scene = await replayScene(database.sql, work.pipeline, WRONG);
  await scene.publish(RIGHT);
  const [wrong] = await versionsOf(scene.decoderId);
  const actor = asCreator(scene.actor);
  const about = { id: scene.decoderId };
  await scene.send(1);
  await scene.recorded();
  expect(await getShadow(actor, about)).toBeNull();
  await startShadow(actor, { ...about, versionId: wrong, hours: 1 });
  for (const n of [100, 0, 101]) await scene.send(n);
  await scene.recorded();
  // Looks leave the last seconds to the next look.
  await database.sql`update uplinks set received_at = received_at - interval '3 seconds' where customer_id = ${scene.customerId}`;
  await followShadowsSystem(sandboxOfTests);
  expect(await getShadow(actor, about)).toMatchObject({
    number: 1,
    active: true,
    messages: 3,
    differing: 2,
    failedBefore: 0,
    failedAfter: 0,
    names: [{ name: 'temperature', what: 'value', messages: 2 }],
    examples: [
      { differences: [{ before: '10.1', after: '101' }] },
      { differences: [{ before: '10', after: '100' }] },
    ],
  });
  // What was looked at is not looked at again.
  expect(await followShadowsSystem(sandboxOfTests)).toBe(false);
  expect(await getShadow(actor, about)).toMatchObject({ messages: 3 });
  const [packs] = await database.sql`
    select count(*)::int as n, bool_and(decoder_version_id <> ${wrong}) as own from packs where customer_id = ${scene.customerId}`;
  expect(packs).toEqual({ n: 4, own: true });
  await stopShadow(actor, about);
  expect(await getShadow(actor, about)).toBeNull();
  const current = (await versionsOf(scene.decoderId))[1];
  await expect(startShadow(actor, { ...about, versionId: current, hours: 1 })).rejects.toThrow(
    'decoders.nothing-to-shadow',
  );
});
