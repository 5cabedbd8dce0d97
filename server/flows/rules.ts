import type {
  FlowDecoderState,
  FlowDestinationState,
  FlowDeviceType,
  FlowEdge,
  FlowFacts,
  FlowGraph,
  FlowNode,
  FlowWarning,
} from './contract.ts';

/** What is wrong in a flow, from its facts alone. */
export function flowWarnings(facts: FlowFacts): FlowWarning[] {
  const flow = { kind: 'flow' as const, id: facts.id, name: facts.name };
  const warnings: FlowWarning[] = [];
  if (facts.types.length === 0) warnings.push({ code: 'flows.no-device', object: flow, details: {} });
  if (facts.destinations.length === 0)
    warnings.push({ code: 'flows.no-destination', object: flow, details: {} });
  for (const type of facts.types) warnings.push(...typeWarnings(type, facts));
  for (const destination of facts.destinations) warnings.push(...destinationWarnings(destination));
  return warnings;
}

function typeWarnings(type: FlowDeviceType, facts: FlowFacts): FlowWarning[] {
  const object = { kind: 'device-type' as const, id: type.deviceType.id, name: type.deviceType.name };
  const warnings: FlowWarning[] = [];
  const enabled = type.decoders.filter((decoder) => decoder.enabled);
  if (enabled.length === 0)
    warnings.push({ code: 'flows.no-decoder', object, details: { devices: type.devices } });
  if (facts.device?.status === 'DEACTIVATED') {
    const { id, name } = facts.device;
    warnings.push({
      code: 'flows.device-deactivated',
      object: { kind: 'device', id, name },
      details: { devices: 1 },
    });
  } else if (!facts.device && type.deactivated > 0)
    warnings.push({ code: 'flows.device-deactivated', object, details: { devices: type.deactivated } });
  for (const decoder of enabled) warnings.push(...decoderWarnings(decoder));
  return warnings;
}

function decoderWarnings(decoder: FlowDecoderState): FlowWarning[] {
  const object = { kind: 'decoder' as const, id: decoder.id, name: decoder.name };
  if (!decoder.runnable) return [{ code: 'flows.decoder-unpublished', object, details: {} }];
  if (!decoder.lastFailure) return [];
  const { message, line } = decoder.lastFailure;
  return [
    {
      code: 'flows.decoder-failing',
      object,
      details: { failures: decoder.lastHour.failures, error: message, line: line ?? '' },
    },
  ];
}

function destinationWarnings(destination: FlowDestinationState): FlowWarning[] {
  const object = { kind: 'destination' as const, id: destination.id, name: destination.name };
  const details = { error: destination.lastError ?? '', failures: destination.failuresInARow };
  if (destination.status === 'paused') return [{ code: 'flows.destination-paused', object, details: {} }];
  if (destination.status === 'suspended') return [{ code: 'flows.destination-suspended', object, details }];
  return destination.failuresInARow > 0 ? [{ code: 'flows.destination-failing', object, details }] : [];
}

/** Devices → decoders → destinations, as drawn; devices folded by type, or the one device. */
export function flowGraph(facts: FlowFacts, warnings = flowWarnings(facts)): FlowGraph {
  const about = (kind: FlowWarning['object']['kind'], id: string) =>
    warnings.filter((warning) => warning.object.kind === kind && warning.object.id === id);
  const nodes: FlowNode[] = [];
  const edges: FlowEdge[] = [];
  for (const type of facts.types) {
    const source = sourceNode(type, facts, about);
    nodes.push(source);
    for (const decoder of type.decoders.filter((one) => one.enabled)) {
      const id = `decoder:${decoder.id}`;
      if (!nodes.some((node) => node.id === id)) nodes.push(decoderNode(decoder, about));
      edges.push({
        id: `${source.id}>${id}`,
        from: source.id,
        to: id,
        messagesLastHour: decoder.lastHour.messages,
        failuresLastHour: decoder.lastHour.failures,
      });
    }
  }
  const decoders = nodes.filter((node) => node.kind === 'decoder');
  for (const destination of facts.destinations) {
    const node = destinationNode(destination, about);
    nodes.push(node);
    for (const decoder of decoders) edges.push(deliveryEdge(decoder, node, destination));
  }
  return { nodes, edges };
}

type About = (kind: FlowWarning['object']['kind'], id: string) => FlowWarning[];

function sourceNode(type: FlowDeviceType, facts: FlowFacts, about: About): FlowNode {
  const warnings = about('device-type', type.deviceType.id);
  if (facts.device) {
    const { id, name, status } = facts.device;
    warnings.push(...about('device', id));
    return {
      id: `device:${id}`,
      kind: 'device',
      objectId: id,
      name,
      kindOf: type.deviceType.name,
      count: null,
      status: status === 'DEACTIVATED' ? 'inactive' : statusOf(warnings),
      warnings,
    };
  }
  return {
    id: `devices:${type.deviceType.id}`,
    kind: 'devices',
    objectId: type.deviceType.id,
    name: type.deviceType.name,
    kindOf: type.deviceType.category,
    count: type.devices,
    status: type.deactivated === type.devices ? 'inactive' : statusOf(warnings),
    warnings,
  };
}

function decoderNode(decoder: FlowDecoderState, about: About): FlowNode {
  const warnings = about('decoder', decoder.id);
  return {
    id: `decoder:${decoder.id}`,
    kind: 'decoder',
    objectId: decoder.id,
    name: decoder.name,
    kindOf: decoder.kind,
    count: null,
    status: statusOf(warnings),
    warnings,
  };
}

function destinationNode(destination: FlowDestinationState, about: About): FlowNode {
  const warnings = about('destination', destination.id);
  return {
    id: `destination:${destination.id}`,
    kind: 'destination',
    objectId: destination.id,
    name: destination.name,
    kindOf: destination.kind,
    count: null,
    status: destination.status === 'active' ? statusOf(warnings) : 'inactive',
    warnings,
  };
}

function deliveryEdge(decoder: FlowNode, node: FlowNode, destination: FlowDestinationState): FlowEdge {
  const counts = destination.byDecoder[decoder.objectId] ?? { delivered: 0, failed: 0 };
  return {
    id: `${decoder.id}>${node.id}`,
    from: decoder.id,
    to: node.id,
    messagesLastHour: counts.delivered + counts.failed,
    failuresLastHour: counts.failed,
  };
}

const statusOf = (warnings: FlowWarning[]) => (warnings.length > 0 ? 'warning' : 'ok');
