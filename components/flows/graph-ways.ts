import type { CanvasEdge, CanvasNode, CanvasState } from '#components/ui/flow-canvas/flow-canvas.tsx';
import type { FlowEdge, FlowNode } from '#server/flows/contract.ts';
import type { DrawnFlow, GraphDoors, GraphWords } from './graph-model.tsx';

/** The ways between the boxes of a flow, as the canvas draws them: through one joint instead of from each to each. */

const JOINT = 'joint';

export const CANVAS_KINDS: Record<FlowNode['kind'], CanvasNode['kind']> = {
  device: 'devices',
  devices: 'devices',
  decoder: 'decoder',
  encoder: 'encoder',
  merger: 'joint',
  destination: 'destination',
  instructions: 'instructions',
};

export function stateOf({ status }: FlowNode): CanvasState {
  return status === 'warning' ? 'warn' : status;
}

/** The page that configures it. */
export function hrefOf(node: FlowNode, flow: DrawnFlow): string | undefined {
  const base = `/manager/flows/${flow.id}`;
  const { kind, objectId } = node;
  if (kind === 'devices') return `${base}/devices?f=${encodeURIComponent(`type:in:${objectId}`)}`;
  if (kind === 'decoder') return `/creator/decoders/${objectId}`;
  if (kind === 'destination' || kind === 'merger') return `/manager/destinations/${objectId}`;
  if (kind !== 'encoder') return undefined;
  const type = flow.types.find(({ encoders }) => encoders.some((one) => one.id === objectId && one.enabled));
  return `${base}/processing${type ? `#type-${type.deviceType.id}` : ''}`;
}

export function waysOf(
  flow: DrawnFlow,
  nodes: readonly CanvasNode[],
  doors: GraphDoors,
  t: GraphWords,
): CanvasEdge[] {
  const merges = flow.graph.nodes.some((node) => node.kind === 'merger');
  /** From the joint to the last column. */
  const span = merges ? 2 : 1;
  return [
    ...inwards(flow, doors, t),
    ...toDevices(flow, doors, t),
    ...outwards(flow, doors, t, span),
    ...waiting(nodes, span),
  ];
}

/** Devices to decoders, each way with its own cross; decoders to the joint. */
function inwards(flow: DrawnFlow, doors: GraphDoors, t: GraphWords): CanvasEdge[] {
  const decoders = flow.graph.nodes.filter((node) => node.kind === 'decoder');
  return decoders.flatMap((decoder): CanvasEdge[] => {
    const { objectId: id, name } = decoder;
    const into = flow.graph.edges.filter((edge) => edge.to === decoder.id);
    const made = into.reduce((sum, edge) => sum + edge.messagesLastHour - edge.failuresLastHour, 0);
    return [
      ...into.map((edge): CanvasEdge => {
        const typeId = typeOf(flow, edge.from);
        const run = () => doors.switchOff('decoder', { id, name }, typeId);
        const cut = { label: t('switchOffFor', { name, type: typeName(flow, typeId) }), run };
        return { ...wayOf(edge), stage: 0, ...(doors.mayUpdate ? { cut } : {}) };
      }),
      {
        from: decoder.id,
        to: JOINT,
        state: stateOf(decoder),
        count: made,
        newest: newestOf(into),
        stage: 1,
      },
    ];
  });
}

/** Instructions to encoders to devices, against the drawing. */
function toDevices(flow: DrawnFlow, doors: GraphDoors, t: GraphWords): CanvasEdge[] {
  const encoders = new Map(
    flow.graph.nodes.filter((node) => node.kind === 'encoder').map((node) => [node.id, node]),
  );
  return flow.graph.edges.flatMap((edge): CanvasEdge[] => {
    const encoder = encoders.get(edge.from);
    if (encoder) {
      const { objectId: id, name } = encoder;
      const typeId = typeOf(flow, edge.to);
      const run = () => doors.switchOff('encoder', { id, name }, typeId);
      const cut = { label: t('switchOffFor', { name, type: typeName(flow, typeId) }), run };
      return [{ ...wayOf(edge), back: true, stage: 1, ...(doors.mayUpdate ? { cut } : {}) }];
    }
    return encoders.has(edge.to) ? [{ ...wayOf(edge), back: true, stage: 0 }] : [];
  });
}

/** The joint to each destination, through its merger if it has one. */
function outwards(flow: DrawnFlow, doors: GraphDoors, t: GraphWords, span: number): CanvasEdge[] {
  const { nodes, edges } = flow.graph;
  return nodes
    .filter((node) => node.kind === 'destination')
    .flatMap((node): CanvasEdge[] => {
      const merger = nodes.find((one) => one.kind === 'merger' && one.objectId === node.objectId);
      const into = edges.filter((edge) => edge.to === node.id || edge.to === merger?.id);
      const sent = into.filter((edge) => edge.from !== merger?.id);
      const whole: FlowEdge = {
        id: node.id,
        from: JOINT,
        to: node.id,
        messagesLastHour: sent.reduce((sum, edge) => sum + edge.messagesLastHour, 0),
        failuresLastHour: sent.reduce((sum, edge) => sum + edge.failuresLastHour, 0),
        newest: newestOf(sent),
      };
      const { objectId: id, name } = node;
      const cut = { label: t('unlink', { name }), run: () => doors.unlink({ id, name }) };
      const last = { state: stateOf(node), stage: 2, ...(doors.mayUpdate ? { cut } : {}) };
      if (!merger) return [{ ...wayOf(whole, stateOf(node)), ...last, span }];
      return [
        { ...wayOf({ ...whole, to: merger.id }), stage: 2 },
        { ...wayOf({ ...whole, from: merger.id }, stateOf(node)), ...last, stage: 3 },
      ];
    });
}

/**
 * Dashed ways to what is not there yet, so that an unfinished flow shows what it lacks; and what is not drawn and keeps
 * every box in its column.
 */
function waiting(nodes: readonly CanvasNode[], span: number): CanvasEdge[] {
  const lookOf = (id: string) => nodes.find((node) => node.id === id)?.look;
  const lacks = (id: string) => lookOf(id) === 'add';
  const dashed = (from: string, to: string, hidden = false): CanvasEdge => ({
    from,
    to,
    state: 'inactive',
    hidden,
  });
  const devices = nodes.filter((node) => node.kind === 'devices' && node.look !== 'plus');
  const columns = [
    ...devices.map((node) => ({ ...dashed(node.id, JOINT, true), span: 2 })),
    ...nodes.filter((node) => node.kind === 'encoder').map((node) => dashed(node.id, JOINT, true)),
    ...nodes
      .filter((node) => node.kind === 'instructions')
      .map((node) => ({ ...dashed(JOINT, node.id, true), span })),
  ];
  const missing = [
    ...(lacks('add-devices') ? [{ ...dashed('add-devices', JOINT), span: 2 }] : []),
    ...(lacks('add-decoder')
      ? [...devices.map((node) => dashed(node.id, 'add-decoder')), dashed('add-decoder', JOINT)]
      : []),
    ...(lacks('add-destination') ? [{ ...dashed(JOINT, 'add-destination'), span }] : []),
  ];
  return [...missing, ...columns.filter((edge) => !missing.some((one) => isSame(one, edge)))];
}

const isSame = (a: CanvasEdge, b: CanvasEdge) => a.from === b.from && a.to === b.to;

function wayOf(edge: FlowEdge, state: CanvasState = 'ok'): CanvasEdge {
  const failing = edge.failuresLastHour > 0;
  return {
    from: edge.from,
    to: edge.to,
    state: failing && state === 'ok' ? 'failed' : state,
    count: edge.messagesLastHour,
    failed: edge.failuresLastHour,
    newest: edge.newest,
  };
}

function newestOf(edges: readonly FlowEdge[]): number | null {
  return Math.max(0, ...edges.map((edge) => edge.newest ?? 0)) || null;
}

/** Of the box of devices of a type, or of one device. */
function typeOf(flow: DrawnFlow, nodeId: string): string {
  const id = nodeId.replace(/^devices:/, '');
  return (
    flow.types.find(({ deviceType }) => deviceType.id === id)?.deviceType.id ??
    flow.types[0]?.deviceType.id ??
    id
  );
}

const typeName = (flow: DrawnFlow, id: string) =>
  flow.types.find(({ deviceType }) => deviceType.id === id)?.deviceType.name ?? '';

/** A place to add to at the end of each column; where the column is empty, what it lacks. */
export function additionsOf(flow: DrawnFlow, doors: GraphDoors, t: GraphWords): CanvasNode[] {
  const has = (...kinds: FlowNode['kind'][]) => flow.graph.nodes.some((node) => kinds.includes(node.kind));
  const parts = [
    {
      id: 'add-devices',
      kind: 'devices' as const,
      title: t('addDevices'),
      column: ['devices', 'device'],
      lack: has('devices', 'device') ? null : t('noDevice'),
      may: doors.addsDevices,
    },
    {
      id: 'add-decoder',
      kind: 'decoder' as const,
      title: t('addDecoder'),
      column: ['decoder', 'encoder'],
      lack: has('decoder') || flow.types.length === 0 ? null : t('noDecoder'),
      may: flow.types.length > 0,
    },
    {
      id: 'add-destination',
      kind: 'destination' as const,
      title: t('addDestination'),
      column: ['destination', 'instructions'],
      lack: has('destination') ? null : t('noDestination'),
      may: true,
    },
  ];
  return parts.flatMap(({ id, kind, title, column, lack, may }): CanvasNode[] => {
    if (lack !== null)
      return [{ id, kind, title, subtitle: lack, state: 'inactive' as const, look: 'add' as const }];
    if (!may || !doors.mayUpdate) return [];
    const after = flow.graph.nodes.filter((node) => column.includes(node.kind)).map((node) => node.id);
    return after.length > 0 ? [{ id, kind, title, state: 'inactive', look: 'plus', after }] : [];
  });
}
