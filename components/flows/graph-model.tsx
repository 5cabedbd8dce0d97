'use client';
import Info from 'lucide-react/icons/info';
import { useTranslations } from 'next-intl';
import type { CanvasEdge, CanvasNode, CanvasState } from '#components/ui/flow-canvas/flow-canvas.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { Flow, FlowEdge, FlowNode, FlowWarning } from '#server/flows/contract.ts';
import { WarningList } from './flow-warnings.tsx';

const JOINT = 'joint';

export interface GraphDoors {
  mayUpdate: boolean;
  switchOff: (decoder: { id: string; name: string }, deviceTypeId: string | null) => void;
  unlink: (destination: { id: string; name: string }) => void;
}

/**
 * The flow as the canvas draws it. Every decoder's output goes to every destination, so the ways meet in one joint:
 * a destination hangs on one way, which is the one to cut, and ten decoders with ten destinations are 20 ways, not 100.
 */
export function useGraphModel(flow: Flow, doors: GraphDoors): { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const t = useTranslations('flows.graph');
  const kinds = useTranslations('flows.kind');
  const kindWord = (kind: string) => (kinds.has(kind as 'https') ? kinds(kind as 'https') : kind);
  const devices = flow.graph.nodes.filter((node) => node.kind === 'devices');
  const decoders = flow.graph.nodes.filter((node) => node.kind === 'decoder');
  const destinations = flow.graph.nodes.filter((node) => node.kind === 'destination');
  const base = `/manager/flows/${flow.id}`;

  const nodes: CanvasNode[] = [
    ...devices.map((node) => ({
      ...boxOf(node, flow),
      kind: 'devices' as const,
      subtitle: t('devices', { count: node.count ?? 0 }),
      href: `${base}/devices?f=${encodeURIComponent(`type:in:${node.objectId}`)}`,
    })),
    ...decoders.map((node) => ({
      ...boxOf(node, flow),
      kind: 'decoder' as const,
      subtitle: node.kindOf === 'script' ? t('script') : t('builtIn'),
      href: `/creator/decoders/${node.objectId}`,
      control: <DecoderControl node={node} flow={flow} doors={doors} />,
    })),
    ...destinations.map((node) => ({
      ...boxOf(node, flow),
      kind: 'destination' as const,
      subtitle: kindWord(node.kindOf),
      href: `/manager/destinations/${node.objectId}`,
    })),
  ];
  const add = (id: string, kind: CanvasNode['kind'], title: string, subtitle: string): CanvasNode => ({
    id,
    kind,
    title,
    subtitle,
    state: 'inactive',
    look: 'add',
  });
  if (devices.length === 0) nodes.push(add('add-devices', 'devices', t('addDevices'), t('noDevice')));
  if (decoders.length === 0 && devices.length > 0)
    nodes.push(add('add-decoder', 'decoder', t('addDecoder'), t('noDecoder')));
  if (destinations.length === 0)
    nodes.push(add('add-destination', 'destination', t('addDestination'), t('noDestination')));
  nodes.push({ id: JOINT, kind: 'joint', title: 'SenML', state: 'ok', look: 'joint' });

  const words = {
    off: (name: string) => t('switchOff', { name }),
    unlink: (name: string) => t('unlink', { name }),
  };
  return {
    nodes,
    edges: [...inwards(flow, doors, words), ...waitingWays(nodes), ...outwards(flow, doors, words)],
  };
}

interface CutWords {
  off: (name: string) => string;
  unlink: (name: string) => string;
}

/** Devices to decoders, each way with its own cross; decoders to the joint. */
function inwards(flow: Flow, doors: GraphDoors, words: CutWords): CanvasEdge[] {
  const nodes = new Map(flow.graph.nodes.map((node) => [node.id, node]));
  const decoders = flow.graph.nodes.filter((node) => node.kind === 'decoder');
  const ways = flow.graph.edges.flatMap((edge): CanvasEdge[] => {
    const source = nodes.get(edge.from);
    const decoder = nodes.get(edge.to);
    if (source?.kind !== 'devices' || decoder?.kind !== 'decoder') return [];
    const { objectId: id, name } = decoder;
    const run = () => doors.switchOff({ id, name }, source.objectId);
    return [{ ...wayOf(edge), ...(doors.mayUpdate ? { cut: { label: words.off(name), run } } : {}) }];
  });
  return [...ways, ...decoders.map((node) => ({ from: node.id, to: JOINT, state: stateOf(node) }))];
}

/** The joint to each destination. */
function outwards(flow: Flow, doors: GraphDoors, words: CutWords): CanvasEdge[] {
  return flow.graph.nodes
    .filter((node) => node.kind === 'destination')
    .map((node) => {
      const into = flow.graph.edges.filter((edge) => edge.to === node.id);
      const sum = (of: (edge: FlowEdge) => number) => into.reduce((total, edge) => total + of(edge), 0);
      const whole: FlowEdge = {
        id: node.id,
        from: JOINT,
        to: node.id,
        messagesLastHour: sum((edge) => edge.messagesLastHour),
        failuresLastHour: sum((edge) => edge.failuresLastHour),
        newest: null,
      };
      const { objectId: id, name } = node;
      const cut = { label: words.unlink(name), run: () => doors.unlink({ id, name }) };
      return { ...wayOf(whole, stateOf(node)), ...(doors.mayUpdate ? { cut } : {}) };
    });
}

function wayOf(edge: FlowEdge, state: CanvasState = 'ok'): CanvasEdge {
  const failing = edge.failuresLastHour > 0;
  return {
    from: edge.from,
    to: edge.to,
    state: failing && state === 'ok' ? 'failed' : state,
    count: edge.messagesLastHour,
    failed: edge.failuresLastHour,
  };
}

/** Dashed ways to what is not there yet, so that an unfinished flow shows what it lacks. */
function waitingWays(nodes: CanvasNode[]): CanvasEdge[] {
  const has = (id: string) => nodes.some((node) => node.id === id);
  const dashed = (from: string, to: string): CanvasEdge => ({ from, to, state: 'inactive' });
  return [
    ...(has('add-devices') ? [dashed('add-devices', JOINT)] : []),
    ...(has('add-decoder')
      ? nodes
          .filter((node) => node.kind === 'devices')
          .map((node) => dashed(node.id, 'add-decoder'))
          .concat(dashed('add-decoder', JOINT))
      : []),
    ...(has('add-destination') ? [dashed(JOINT, 'add-destination')] : []),
  ];
}

function boxOf(node: FlowNode, flow: Flow) {
  return {
    id: node.id,
    title: node.name,
    state: stateOf(node),
    ...(node.warnings.length > 0
      ? { control: <WarningInfo flowId={flow.id} name={node.name} warnings={node.warnings} /> }
      : {}),
  };
}

function stateOf({ status }: FlowNode): CanvasState {
  return status === 'warning' ? 'warn' : status;
}

function WarningInfo({ flowId, name, warnings }: { flowId: string; name: string; warnings: FlowWarning[] }) {
  const t = useTranslations('flows.graph');
  return (
    <Popover
      className="w-[min(23rem,calc(100vw-16px))]"
      trigger={
        <button
          type="button"
          aria-label={t('whatIsWrong', { name })}
          className="grid size-6 place-items-center rounded-full bg-warn-soft text-warn hover:brightness-95"
        >
          <Info aria-hidden="true" className="size-4" />
        </button>
      }
    >
      <WarningList flowId={flowId} warnings={warnings} />
    </Popover>
  );
}

function DecoderControl({ node, flow, doors }: { node: FlowNode; flow: Flow; doors: GraphDoors }) {
  const t = useTranslations('flows.graph');
  return (
    <>
      {node.warnings.length > 0 ? (
        <WarningInfo flowId={flow.id} name={node.name} warnings={node.warnings} />
      ) : null}
      <Switch
        hideLabel
        checked
        disabled={!doors.mayUpdate}
        label={t('switchOff', { name: node.name })}
        onCheckedChange={() => doors.switchOff({ id: node.objectId, name: node.name }, null)}
      />
    </>
  );
}
