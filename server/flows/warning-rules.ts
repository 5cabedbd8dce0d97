import type { Command, PayloadFamily } from '#server/device-types/contract.ts';
import type {
  FlowDecoderState,
  FlowDestinationState,
  FlowDeviceType,
  FlowEncoderState,
  FlowFacts,
  FlowWarning,
  WarningCode,
} from './contract.ts';

/** What is wrong in a flow, from its facts alone. */
export function flowWarnings(facts: FlowFacts): FlowWarning[] {
  const flow = { kind: 'flow' as const, id: facts.id, name: facts.name };
  const warnings: FlowWarning[] = [];
  if (facts.types.length === 0) warnings.push({ code: 'flows.no-device', object: flow, details: {} });
  if (facts.destinations.length === 0)
    warnings.push({ code: 'flows.no-destination', object: flow, details: {} });
  for (const type of facts.types) warnings.push(...typeWarnings(type, facts));
  for (const destination of facts.destinations) warnings.push(...destinationWarnings(destination, facts));
  return warnings;
}

function typeWarnings(type: FlowDeviceType, facts: FlowFacts): FlowWarning[] {
  const object = { kind: 'device-type' as const, id: type.deviceType.id, name: type.deviceType.name };
  const enabled = type.decoders.filter((decoder) => decoder.enabled);
  const warnings: FlowWarning[] = [];
  if (enabled.length === 0)
    warnings.push({ code: 'flows.no-decoder', object, details: { devices: type.devices } });
  else if (enabled.every(addsOnly)) {
    const decoders = enabled.map((decoder) => decoder.name).join(', ');
    warnings.push({ code: 'flows.payload-unread', object, details: { decoders } });
  }
  for (const encoder of type.encoders.filter(isMissed))
    warnings.push({
      code: 'flows.encoder-missing',
      object,
      details: { encoder: encoder.name, encoderId: encoder.id, asked: encoder.asked },
    });
  if (facts.device?.status === 'DEACTIVATED') {
    const { id, name } = facts.device;
    warnings.push({
      code: 'flows.device-deactivated',
      object: { kind: 'device', id, name },
      details: { devices: 1 },
    });
  } else if (!facts.device && type.deactivated > 0)
    warnings.push({ code: 'flows.device-deactivated', object, details: { devices: type.deactivated } });
  for (const decoder of enabled) warnings.push(...decoderWarnings(decoder, type));
  for (const { id, name } of type.encoders.filter((encoder) => encoder.enabled && encoder.misfit))
    warnings.push({
      code: 'flows.encoder-misfit',
      object: { kind: 'encoder', id, name },
      details: { type: type.deviceType.name, deviceTypeId: type.deviceType.id },
    });
  return warnings;
}

/** By the sign before its name: it tells where a device is, not what its payload says. */
function addsOnly(decoder: FlowDecoderState): boolean {
  return decoder.name.startsWith('+');
}

/**
 * Named commands are the type's own, so whoever has such a device may want to send them. What passes bytes or SenML on
 * is missed only where somebody tried.
 */
function isMissed(encoder: FlowEncoderState): boolean {
  if (encoder.enabled || encoder.misfit || !encoder.missing) return false;
  return passesOn(encoder.kind) ? encoder.asked > 0 : encoder.commands.some(canBeSent);
}

/** Of some values the bytes are not public. */
const canBeSent = ({ values }: Command) => values.length === 0 || values.some(({ hex }) => hex.length > 0);

const passesOn = (kind: FlowEncoderState['kind']) => kind === 'raw-lora' || kind === 'senml';

/** Whether instructions that were asked for in this way are the encoder's to write. */
export function instructionsFor(
  encoder: Pick<FlowEncoderState, 'kind' | 'commands'>,
  { method, command }: { method: string; command: string | null },
): boolean {
  if (encoder.kind === 'raw-lora') return method === 'lora';
  if (encoder.kind === 'senml') return method === 'senml';
  return method === 'command' && encoder.commands.some(({ name }) => name === command);
}

/** Whether something that reads or writes payloads of one family is no use to devices of these networks. */
export function isMisfit(networks: readonly string[], family: PayloadFamily | undefined): boolean {
  if (family === 'lora') return !networks.includes('lora');
  return family === 'ip' && networks.every((network) => network === 'lora');
}

function decoderWarnings(decoder: FlowDecoderState, { deviceType }: FlowDeviceType): FlowWarning[] {
  const object = { kind: 'decoder' as const, id: decoder.id, name: decoder.name };
  const place = { type: deviceType.name, deviceTypeId: deviceType.id };
  if (!decoder.runnable) return [{ code: 'flows.decoder-unpublished', object, details: place }];
  if (decoder.suspended) return [{ code: 'flows.decoder-suspended', object, details: place }];
  const warnings: FlowWarning[] = [];
  if (decoder.misfit) warnings.push({ code: 'flows.decoder-misfit', object, details: place });
  if (decoder.lastFailure) {
    const { message, line } = decoder.lastFailure;
    const details = { failures: decoder.lastHour.failures, error: message, line: line ?? '' };
    warnings.push({ code: 'flows.decoder-failing', object, details: { ...place, ...details } });
  }
  return warnings;
}

function destinationWarnings(destination: FlowDestinationState, facts: FlowFacts): FlowWarning[] {
  const { id, name, merger } = destination;
  const object = { kind: 'destination' as const, id, name };
  const runs = new Set(
    facts.types.flatMap(({ decoders }) => decoders.filter((one) => one.enabled).map((one) => one.id)),
  );
  const waits = merger?.decoders.filter((decoder) => !runs.has(decoder.id)) ?? [];
  const details = { decoders: waits.map((decoder) => decoder.name).join(', ') };
  return [
    ...(waits.length > 0 ? [{ code: 'flows.merger-waits' as const, object, details }] : []),
    ...stateWarning(destination).map((warning) => ({ ...warning, object })),
  ];
}

function stateWarning(
  destination: FlowDestinationState,
): { code: WarningCode; details: FlowWarning['details'] }[] {
  const details = { error: destination.lastError ?? '', failures: destination.failuresInARow };
  if (destination.misconfigured)
    return [{ code: 'flows.destination-misconfigured', details: { fault: destination.misconfigured } }];
  if (destination.status === 'paused') return [{ code: 'flows.destination-paused', details: {} }];
  if (destination.status === 'suspended') return [{ code: 'flows.destination-suspended', details }];
  return destination.failuresInARow > 0 ? [{ code: 'flows.destination-failing', details }] : [];
}
