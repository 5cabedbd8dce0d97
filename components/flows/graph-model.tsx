'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { CanvasEdge, CanvasNode } from '#components/ui/flow-canvas/flow-canvas.tsx';
import type { Flow, FlowNode } from '#server/flows/contract.ts';
import { NodeControl } from './graph-controls.tsx';
import { additionsOf, CANVAS_KINDS, hrefOf, stateOf, waysOf } from './graph-ways.ts';

/** A flow, or a device's way through it: what both have to draw. */
export type DrawnFlow = Pick<Flow, 'id' | 'name' | 'warnings' | 'types' | 'destinations' | 'graph'>;

type Named = { id: string; name: string };
export type Adding = 'devices' | 'processing' | 'destination';

export interface GraphDoors {
  mayUpdate: boolean;
  /** For one device type, or (null) for all that have it. */
  switchOff: (kind: 'decoder' | 'encoder', one: Named, deviceTypeId: string | null) => void;
  unlink: (destination: Named) => void;
  add: (what: Adding) => void;
  /** Without a project nothing is known of other devices. */
  addsDevices: boolean;
}

export const ADD_IDS: Record<string, Adding> = {
  'add-devices': 'devices',
  'add-decoder': 'processing',
  'add-destination': 'destination',
};

/**
 * The flow as the canvas draws it. Every decoder's output goes to every destination, so the ways meet in one joint:
 * a destination hangs on one way, which is the one to cut, and ten decoders with ten destinations are 20 ways, not 100.
 */
export function useGraphModel(
  flow: DrawnFlow,
  doors: GraphDoors,
): { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const t = useTranslations('flows.graph');
  const subtitle = useSubtitles();
  // biome-ignore lint/correctness/useExhaustiveDependencies: doors are made anew each time and do the same
  return useMemo(() => {
    const nodes = flow.graph.nodes.map((node): CanvasNode => {
      const cut = cutOf(node, doors, t);
      return {
        id: node.id,
        kind: CANVAS_KINDS[node.kind],
        title: node.kind === 'instructions' ? t('instructions') : titleOf(node, t('merges')),
        subtitle: subtitle(node, flow),
        state: stateOf(node),
        href: hrefOf(node, flow),
        ...(node.warnings.length > 0 || SWITCHED.has(node.kind)
          ? { control: <NodeControl node={node} flowId={flow.id} doors={doors} cut={cut} /> }
          : {}),
        ...(cut ? { cut } : {}),
      };
    });
    nodes.push(...additionsOf(flow, doors, t));
    nodes.push({ id: 'joint', kind: 'joint', title: 'SenML', state: 'ok', look: 'joint' });
    return { nodes, edges: waysOf(flow, nodes, doors, t) };
  }, [flow, doors.mayUpdate, doors.addsDevices, t, subtitle]);
}

const SWITCHED: ReadonlySet<FlowNode['kind']> = new Set(['decoder', 'encoder']);

export type GraphWords = ReturnType<typeof useTranslations<'flows.graph'>>;

const titleOf = (node: FlowNode, merges: string) => (node.kind === 'merger' ? merges : node.name);

function cutOf(node: FlowNode, doors: GraphDoors, t: GraphWords): CanvasNode['cut'] {
  if (!doors.mayUpdate) return undefined;
  const { kind, objectId: id, name } = node;
  if (kind === 'decoder' || kind === 'encoder')
    return { label: t('switchOff', { name }), run: () => doors.switchOff(kind, { id, name }, null) };
  if (kind === 'destination') return { label: t('unlink', { name }), run: () => doors.unlink({ id, name }) };
  return undefined;
}

function useSubtitles() {
  const t = useTranslations('flows.graph');
  const kinds = useTranslations('flows.kind');
  return useMemo(
    () =>
      ({ kind, kindOf, count }: FlowNode, flow: DrawnFlow): string | undefined => {
        if (kind === 'devices') return t('devices', { count: count ?? 0 });
        if (kind === 'device') return flow.types[0]?.deviceType.name;
        if (kind === 'decoder') return kindOf === 'script' ? t('script') : t('builtIn');
        if (kind === 'encoder') return t('commands', { count: count ?? 0 });
        if (kind === 'merger') return t('merging', { count: count ?? 0, seconds: Number(kindOf) });
        if (kind === 'instructions') return t('instructionsFrom');
        return kinds.has(kindOf as 'https') ? kinds(kindOf as 'https') : kindOf;
      },
    [t, kinds],
  );
}
