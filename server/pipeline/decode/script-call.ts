import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { ownThingparkReport } from '#server/protocols/thingpark/own-report.ts';
import { toThingparkLocation, toThingparkUplink } from '#server/protocols/thingpark/to-thingpark-form.ts';
import type { SandboxCall } from '#server/sandbox/contract.ts';
import type { ScriptVersion } from './topology.ts';

export interface DecodableMessage {
  customerId: string;
  urn: string;
  receivedAt: Date;
  event: DeviceEvent;
  /**
   * The exact bytes, where a sender's own words are what scripts read: ThingPark's and Digital Matter's. null: there are
   * none, or nothing is lost without them.
   */
  raw?: Uint8Array | null | undefined;
}

/** The call of a script for one message; null where its contract has no form for such an event. */
export function scriptCall(script: ScriptVersion, message: DecodableMessage): SandboxCall | null {
  const input = script.contract === 'things' ? thingsInput(message) : ts013Input(message);
  if (input === null) return null;
  const { source, sourceHash: scriptKey, contract } = script;
  const fn = contract === 'things' ? 'main' : 'decodeUplink';
  return { tenant: message.customerId, source, scriptKey, contract, fn, input };
}

/**
 * The original's input: whatever network server it came from, ThingPark's form stands in `actility` and as payload, and
 * what ThingPark told stands there as it told it. A device that speaks SenML itself has its pack as payload, a Digital
 * Matter tracker its report of that one record.
 */
export function thingsInput({ event, receivedAt, urn, customerId, raw }: DecodableMessage): object | null {
  const timestamp = receivedAt.toISOString();
  if (event.kind === 'uplink') {
    const own = raw ? ownThingparkReport(raw, 'DevEUI_uplink') : null;
    const uplink = own ?? toThingparkUplink(event, { customerId });
    return thingsForm({ DevEUI_uplink: uplink }, { timestamp, actility: { uplink } }, urn);
  }
  if (event.kind === 'location') {
    const own = raw ? ownThingparkReport(raw, 'DevEUI_location') : null;
    const location = own ?? toThingparkLocation(event, { customerId });
    return thingsForm({ DevEUI_location: location }, { timestamp, actility: { location } }, urn);
  }
  if (event.kind === 'digital-matter') {
    const report = raw ? JSON.parse(Buffer.from(raw).toString('utf8')) : null;
    return report && thingsForm(report, { timestamp, digitalMatter: { report } }, urn);
  }
  return event.kind === 'senml' ? thingsForm(event.pack, { timestamp }, urn) : null;
}

function thingsForm(payload: object, ingestion: object, urn: string): object {
  return { encoding: 'JSON', payload, metadata: { ingestion, device: { urn } } };
}

/**
 * TS013-1.0.0: a frame with application payload; MAC-only frames have no port and say nothing to a codec. `recvTime` is
 * the network server's, as with built-in decoders: one frame has one time whatever decodes it.
 */
export function ts013Input({ event }: DecodableMessage): object | null {
  if (event.kind !== 'uplink' || event.fPort === null || event.fPort === 0) return null;
  return {
    bytes: [...Buffer.from(event.frmPayload, 'hex')],
    fPort: event.fPort,
    recvTime: new Date(event.occurredAt).toISOString(),
  };
}
