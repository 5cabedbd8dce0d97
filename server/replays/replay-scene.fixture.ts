import { createHash, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { Actor } from '#server/access/actor.ts';
import { person } from '#server/bulk-tasks/bulk-work.fixture.ts';
import { countOf, loopbackHttp, testPipeline, until } from '#server/pipeline/pipeline.fixture.ts';
import type { Pipeline } from '#server/pipeline/pipeline.ts';
import {
  chirpstackRequest,
  makeScene,
  type Scene,
  type SceneOptions,
  uplinkOf,
} from '#server/pipeline/scene.fixture.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import { editorSandbox } from '#server/scripts/editor-sandbox.ts';

/** The number that every message of these scenes carries, a tenth of it as temperature. */
export const RIGHT = script('data: { temperature: n / 10 }');
/** Forgot the point. */
export const WRONG = script('data: { temperature: n }');
/** Breaks on every message whose number is even. */
export const BROKEN = script(
  "data: n % 2 ? { temperature: n / 10 } : (() => { throw new Error('even'); })()",
);

function script(answer: string): string {
  return `function decodeUplink(input) {
  const n = ((input.bytes[2] << 8) | input.bytes[3]);
  return { ${answer} };
}`;
}

export interface ReplayScene extends Scene {
  actor: Actor;
  decoderId: string;
  send(n: number, more?: Partial<LoraUplink>, device?: number): Promise<void>;
  /** All that was sent is recorded. */
  recorded(): Promise<void>;
  /** Another version of the decoder is the present one from now on. */
  publish(source: string): Promise<string>;
  uplinkIds(): Promise<number[]>;
}

/** Stands between the sandbox and whoever runs scripts, since it is the same that replays use. */
export const sandboxOfTests = { runBatch: editorSandbox().runBatch.bind(editorSandbox()) };

export function scenePipeline(): { pipeline: Pipeline; stop(): Promise<void> } {
  const http = loopbackHttp();
  const pipeline = testPipeline(http, { scripts: sandboxOfTests });
  const stop = async () => {
    await pipeline.stop();
    await http.close();
  };
  return { pipeline, stop };
}

/** A customer whose messages go through one script of its own. */
export async function replayScene(
  sql: postgres.Sql,
  pipeline: Pipeline,
  source: string,
  more: SceneOptions = {},
): Promise<ReplayScene> {
  const mapping = { temperature: { unit: 'Cel' } };
  const scene = await makeScene(sql, { scripts: [{ contract: 'ts013', source, mapping }], ...more });
  const [decoderId] = scene.decoderIds as [string];
  const send = async (n: number, about: Partial<LoraUplink> = {}, device = 0) => {
    const to = scene.devices[device] as Scene['devices'][number];
    const answer = await pipeline.acceptor.accept(chirpstackRequest(scene, uplinkOf(to, n, about)));
    if (answer.status !== 200) throw new Error(`not accepted: ${answer.body}`);
  };
  const queued = () => countOf(sql, 'uplink_queue', scene.customerId);
  const publish = async (text: string) => {
    const id = randomUUID();
    const hash = createHash('sha256').update(text).digest('hex');
    await sql`insert into decoder_versions (id, customer_id, decoder_id, number, contract, source, source_hash, mapping, created_by, published_at)
      select ${id}, ${scene.customerId}, ${decoderId}, max(number) + 1, 'ts013', ${text}, ${hash}, ${sql.json(mapping)}, 'test', now()
      from decoder_versions where decoder_id = ${decoderId}`;
    await sql`update decoders set current_version_id = ${id} where id = ${decoderId}`;
    return id;
  };
  return {
    ...scene,
    actor: await person(scene, 'manager.editor', `${scene.customerId}.example`),
    decoderId,
    send,
    recorded: () => until('recorded', async () => (await queued()) === 0),
    publish,
    uplinkIds: async () =>
      (
        await sql`select id::float8 as id from uplinks where customer_id = ${scene.customerId} order by id`
      ).map((row) => row.id),
  };
}
