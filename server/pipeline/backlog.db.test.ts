import { afterAll, afterEach, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { diagnoseDevice } from '#server/diagnosis/diagnose-device.ts';
import { diagnoseFlow } from '#server/diagnosis/diagnose-flows.ts';
import { answerReadyz } from '#server/http/web-health.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { Acceptor } from './accept/acceptor.ts';
import { readBacklog } from './backlog.ts';
import { ConfigurationChanges } from './configuration.ts';
import { describeHandOvers } from './hand-over.fixture.ts';
import { shardBacklog } from './metrics.ts';
import { TestClock } from './pipeline.fixture.ts';
import { chirpstackRequest, makeScene, type SceneDevice, uplinkOf } from './scene.fixture.ts';

const database = useTestDatabase();
const place = globalThis as { thingsHandOver?: unknown };

// What was accepted and nobody works on is seen, wherever it waits.
describeHandOvers(({ open }) => {
  afterAll(() => {
    delete place.thingsHandOver;
  });

  afterEach(() => database.sql`delete from uplink_queue`);

  it('what waits is counted, and a device whose messages wait is not called silent for it', async () => {
    const hand = await open();
    if (hand) place.thingsHandOver = Promise.resolve(hand);
    const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices: 2 });
    const [busy, other] = scene.devices as [SceneDevice, SceneDevice];
    const clock = new TestClock(Date.now() - 20 * 60_000);
    const door = new Acceptor({ changes: new ConfigurationChanges(), clock, stream: hand ?? undefined });
    for (let n = 0; n < 3; n++) await door.accept(chirpstackRequest(scene, uplinkOf(busy, n)));

    const backlog = await readBacklog();
    expect(backlog.uplinks + (backlog.stream?.messages ?? 0)).toBe(3);
    const byShard = (await shardBacklog.get()).values.filter(({ value }) => value > 0);
    expect(byShard.map(({ labels, value }) => [labels.shard, value])).toEqual([[busy.shard, 3]]);
    expect(await (await answerReadyz()).json()).toMatchObject({
      lagging: true,
      stream: hand && { connected: true, messages: 3 },
    });

    const actor = systemActor(scene.customerId);
    const findings = async (id: string) => (await diagnoseDevice(actor, { id })).findings;
    const told = async (id: string) => (await findings(id)).map(({ cause }) => cause);
    const behind = (await findings(busy.id)).find(({ cause }) => cause === 'platform-behind');
    expect(behind?.details).toEqual(hand ? { waiting: 0, streamed: 3 } : { waiting: 3, streamed: 0 });
    if (other.shard !== busy.shard) expect(await told(other.id)).not.toContain('platform-behind');
    const ofFlow = await diagnoseFlow(actor, { id: scene.flowId });
    expect(ofFlow.findings.map(({ cause }) => cause)).toContain('platform-behind');
  });
});
