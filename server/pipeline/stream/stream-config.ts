import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import type { ServerInfo } from '@nats-io/transport-node';

/** A sender that got no answer comes again within seconds; later repetitions are recognised by their identity in Postgres. */
const DUPLICATES_NS = 120 * 1_000_000_000;
const STREAM_NOT_FOUND = 10_059;

/** What a NATS that cannot keep our promise is refused with; starting again will not help. */
export class StreamUnfitError extends Error {
  override readonly name = 'StreamUnfitError';
}

export function replicasFor(
  info: Pick<ServerInfo, 'cluster'> | undefined,
  wanted: number | undefined,
): number {
  return wanted ?? (info?.cluster ? 3 : 1);
}

/** Makes the stream where there is none; sentences about one that would lose messages or their order. */
export async function ensureStream(jsm: JetStreamManager, name: string, replicas: number): Promise<string[]> {
  const found = await jsm.streams.info(name).catch((error) => {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return null;
    throw error;
  });
  if (found) return streamFaults(found.config, replicas);
  const made = await jsm.streams.add({
    name,
    subjects: [`${name}.*`],
    // A message leaves when it is acknowledged as recorded, not before and not by age.
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
    duplicate_window: DUPLICATES_NS,
  });
  return streamFaults(made.config, replicas);
}

type Judged = Pick<
  StreamConfig,
  | 'name'
  | 'subjects'
  | 'retention'
  | 'storage'
  | 'discard'
  | 'num_replicas'
  | 'max_age'
  | 'max_msgs_per_subject'
>;

export function streamFaults(config: Judged, replicas: number): string[] {
  const told = `the stream ${config.name}`;
  const faults: string[] = [];
  if (config.storage !== StorageType.File)
    faults.push(`${told} is kept in memory: it must be of storage file`);
  if (config.retention !== RetentionPolicy.Workqueue)
    faults.push(`${told} has retention ${config.retention}: it must be workqueue`);
  if (config.num_replicas < replicas)
    faults.push(
      `${told} has ${config.num_replicas} replicas of ${replicas}: \`nats stream update --replicas ${replicas}\``,
    );
  if (config.max_age > 0) faults.push(`${told} drops messages by age: set its max age to 0`);
  if (config.discard !== DiscardPolicy.New)
    faults.push(`${told} drops old messages when it is full: set discard to new`);
  if (config.max_msgs_per_subject > 0) faults.push(`${told} drops messages by their number on a subject`);
  if (!config.subjects.includes(`${config.name}.*`))
    faults.push(`${told} does not take ${config.name}.*, but ${config.subjects.join(', ')}`);
  return faults;
}
