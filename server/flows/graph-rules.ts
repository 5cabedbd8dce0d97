import type {
  FlowDecoderState,
  FlowDestinationState,
  FlowDeviceType,
  FlowEdge,
  FlowEncoderState,
  FlowFacts,
  FlowGraph,
  FlowNode,
  FlowWarning,
  LastHour,
} from './contract.ts';
import { flowWarnings } from './warning-rules.ts';

type About = (kind: FlowWarning['object']['kind'], id: string) => FlowWarning[];

/**
 * Devices → decoders → destinations (through their mergers), and the other way instructions → encoders → devices, as
 * drawn; devices folded by type, or the one device.
 */
export function flowGraph(facts: FlowFacts, warnings = flowWarnings(facts)): FlowGraph {
  const about: About = (kind, id) =>
    warnings.filter((warning) => warning.object.kind === kind && warning.object.id === id);
  const graph: FlowGraph = { nodes: [], edges: [] };
  const add = (node: FlowNode) => {
    if (!graph.nodes.some(({ id }) => id === node.id)) graph.nodes.push(node);
    return node;
  };
  const way = (from: string, to: string, { messages, failures, newest }: LastHour) =>
    graph.edges.push({
      id: `${from}>${to}`,
      from,
      to,
      messagesLastHour: messages,
      failuresLastHour: failures,
      newest,
    });
  for (const type of facts.types) {
    const source = add(sourceNode(type, facts, about));
    for (const decoder of type.decoders.filter((one) => one.enabled))
      way(source.id, add(decoderNode(decoder, about)).id, decoder.lastHour);
    for (const encoder of type.encoders.filter((one) => one.enabled))
      way(add(encoderNode(encoder, about)).id, source.id, encoder.lastHour);
  }
  addInstructions(graph, facts, add);
  const decoders = graph.nodes.filter((node) => node.kind === 'decoder');
  for (const destination of facts.destinations) {
    const end = add(destinationNode(destination, about));
    const merger = destination.merger ? add(mergerNode(destination)) : null;
    const merged = new Set(destination.merger?.decoders.map((one) => one.id));
    const joined = decoders.filter((decoder) => merger && merged.has(decoder.objectId));
    for (const decoder of decoders)
      way(
        decoder.id,
        merger && joined.includes(decoder) ? merger.id : end.id,
        countsOf(destination, decoder),
      );
    if (merger) way(merger.id, end.id, sumOf(joined.map((decoder) => countsOf(destination, decoder))));
  }
  return graph;
}

/** Where instructions come from: the API, the portal. Drawn once an encoder takes them. */
function addInstructions(graph: FlowGraph, facts: FlowFacts, add: (node: FlowNode) => FlowNode): void {
  const encoders = graph.nodes.filter((node) => node.kind === 'encoder');
  if (encoders.length === 0) return;
  const node = add({
    id: 'instructions',
    kind: 'instructions',
    objectId: facts.id,
    name: '',
    kindOf: '',
    count: null,
    status: 'ok',
    warnings: [],
  });
  for (const encoder of encoders) {
    const into = graph.edges.filter((edge) => edge.from === encoder.id);
    graph.edges.push({
      id: `${node.id}>${encoder.id}`,
      from: node.id,
      to: encoder.id,
      messagesLastHour: into.reduce((sum, edge) => sum + edge.messagesLastHour, 0),
      failuresLastHour: into.reduce((sum, edge) => sum + edge.failuresLastHour, 0),
      newest: newestOf(into),
    });
  }
}

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

function encoderNode(encoder: FlowEncoderState, about: About): FlowNode {
  const warnings = about('encoder', encoder.id);
  return {
    id: `encoder:${encoder.id}`,
    kind: 'encoder',
    objectId: encoder.id,
    name: encoder.name,
    kindOf: encoder.kind,
    count: encoder.commands.length,
    status: statusOf(warnings),
    warnings,
  };
}

function mergerNode({ id, name, merger }: FlowDestinationState): FlowNode {
  return {
    id: `merger:${id}`,
    kind: 'merger',
    objectId: id,
    name,
    kindOf: String(merger?.ttlSeconds ?? ''),
    count: merger?.decoders.length ?? 0,
    status: 'ok',
    warnings: [],
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

function countsOf(destination: FlowDestinationState, decoder: FlowNode): LastHour {
  const counts = destination.byDecoder[decoder.objectId];
  if (!counts) return { messages: 0, failures: 0, newest: null };
  return {
    messages: counts.delivered + counts.failed,
    failures: counts.failed,
    newest: counts.newest,
  };
}

const sumOf = (hours: LastHour[]): LastHour => ({
  messages: hours.reduce((sum, hour) => sum + hour.messages, 0),
  failures: hours.reduce((sum, hour) => sum + hour.failures, 0),
  newest: newestOf(hours),
});

export function newestOf(ways: readonly Pick<FlowEdge, 'newest'>[]): number | null {
  return Math.max(0, ...ways.map((way) => way.newest ?? 0)) || null;
}

const statusOf = (warnings: FlowWarning[]) => (warnings.length > 0 ? 'warning' : 'ok');
