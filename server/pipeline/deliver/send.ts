import type { DestinationConfig, DestinationDriver } from '#server/drivers/destinations/contract.ts';
import { destinationDriver } from '#server/drivers/destinations/registry.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import type { RoutedDestination } from '../decode/topology.ts';
import type { Send } from './attempt.ts';
import type { DeliveryItem } from './item.ts';

type Ready = { driver: DestinationDriver; config: DestinationConfig } | { fault: string };

/** Sends by the driver of the destination's kind; settings are read once for as long as they stay the same. */
export function sendByDriver(http: OutgoingHttp): Send {
  const known = new WeakMap<RoutedDestination, Ready>();
  return (item, destination, projectId) => {
    let ready = known.get(destination);
    if (!ready) {
      ready = readConfig(destination);
      known.set(destination, ready);
    }
    if ('fault' in ready) {
      const at = new Date().toISOString();
      return Promise.resolve({
        at,
        durationMs: 0,
        error: 'destinations.misconfigured',
        message: ready.fault,
      });
    }
    return ready.driver.send(messageOf(item, projectId), ready.config, http);
  };
}

/** The message's identity is its pack and flow: every attempt and every replay of it carries the same. */
export function webhookIdOf({ packId, flowId }: Pick<DeliveryItem, 'packId' | 'flowId'>): string {
  return `msg_${packId}_${flowId}`;
}

function messageOf(item: DeliveryItem, projectId: string) {
  const { id, deviceUrn, deviceId, flowId, body, replayId } = item;
  const webhookId = webhookIdOf(item);
  const message = {
    deliveryId: String(id),
    webhookId,
    body: body ?? '[]',
    deviceUrn,
    deviceId,
    flowId,
    projectId,
  };
  return replayId === null ? message : { ...message, replayId };
}

function readConfig({ id, kind, settings, secrets }: RoutedDestination): Ready {
  const driver = destinationDriver(kind);
  if (!driver) return { fault: `There is no kind of destination called ${kind}.` };
  const [readSettings, readSecrets] = [
    driver.settingsSchema.safeParse(settings),
    driver.secretsSchema.safeParse(secrets),
  ];
  if (readSettings.success && readSecrets.success) {
    return { driver, config: { destinationId: id, settings: readSettings.data, secrets: readSecrets.data } };
  }
  const paths = [readSettings, readSecrets].flatMap(
    (r) => r.error?.issues.map(({ path }) => path.join('.')) ?? [],
  );
  log.warn({ destinationId: id, paths }, 'a destination is misconfigured');
  return { fault: `Not set as it must be: ${paths.join(', ')}.` };
}
