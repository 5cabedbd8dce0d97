'use client';
import { useTranslations } from 'next-intl';
import type { CanvasEdge, CanvasKind, CanvasNode } from '#components/ui/flow-canvas/flow-canvas.tsx';
import type { DeviceFlow, FlowNode } from '#server/flows/contract.ts';

const kinds: Record<FlowNode['kind'], CanvasKind> = {
  device: 'devices',
  devices: 'devices',
  decoder: 'decoder',
  destination: 'destination',
  encoder: 'encoder',
  merger: 'joint',
  instructions: 'joint',
};
const hrefs: Record<FlowNode['kind'], string | null> = {
  device: null,
  devices: null,
  decoder: '/creator/decoders',
  destination: '/manager/destinations',
  encoder: null,
  merger: null,
  instructions: null,
};

/** One device's way through a flow; what is missing on it stands where it should be. */
export function useDeviceFlowModel(flow: DeviceFlow): { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const t = useTranslations('devices.flows');
  const kindWords = useTranslations('flows.kind');
  const graph = useTranslations('flows.graph');
  const subtitle = (node: FlowNode) => {
    if (node.kind === 'decoder') return node.kindOf === 'script' ? graph('script') : graph('builtIn');
    if (node.kind === 'destination')
      return kindWords.has(node.kindOf as 'https') ? kindWords(node.kindOf as 'https') : node.kindOf;
    return flow.types[0]?.deviceType.name;
  };
  const ends = flow.graph.nodes.filter((node) => node.kind === 'device' || node.kind === 'devices');
  const nodes: CanvasNode[] = flow.graph.nodes.map((node) => ({
    id: node.id,
    kind: kinds[node.kind],
    title: node.name,
    subtitle: subtitle(node),
    state: node.status === 'warning' ? 'warn' : node.status,
    note: node.warnings.length > 0 ? t('problems', { count: node.warnings.length }) : undefined,
    href: hrefs[node.kind] === null ? undefined : `${hrefs[node.kind]}/${node.objectId}`,
  }));
  const edges: CanvasEdge[] = flow.graph.edges.map((edge) => ({
    from: edge.from,
    to: edge.to,
    state: edge.failuresLastHour > 0 ? 'failed' : 'ok',
    // What leaves a decoder is counted for the whole flow; here only this device's own share would be true.
    ...(ends.some(({ id }) => id === edge.from)
      ? { count: edge.messagesLastHour, failed: edge.failuresLastHour }
      : {}),
  }));
  const has = (kind: FlowNode['kind']) => flow.graph.nodes.some((node) => node.kind === kind);
  const missing = (kind: 'decoder' | 'destination', tab: string): CanvasNode => ({
    id: `missing-${kind}`,
    kind,
    title: t(`missing.${kind}`),
    state: 'warn',
    look: 'add',
    href: `/manager/flows/${flow.id}/${tab}`,
  });
  const decoders = flow.graph.nodes.filter((node) => node.kind === 'decoder');
  if (!has('decoder')) {
    nodes.push(missing('decoder', 'processing'));
    edges.push(...ends.map(({ id }) => ({ from: id, to: 'missing-decoder', state: 'inactive' as const })));
  }
  if (!has('destination')) {
    nodes.push(missing('destination', 'destinations'));
    const from = has('decoder') ? decoders.map(({ id }) => id) : ['missing-decoder'];
    edges.push(...from.map((id) => ({ from: id, to: 'missing-destination', state: 'inactive' as const })));
  }
  return { nodes, edges };
}
