'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { FlowCanvas } from '#components/ui/flow-canvas/flow-canvas.tsx';
import type { Flow } from '#server/flows/contract.ts';
import { useUnlinkDestination } from './flow-destinations.tsx';
import { FlowList } from './flow-list.tsx';
import { ADD_IDS, type Adding, type DrawnFlow, type GraphDoors, useGraphModel } from './graph-model.tsx';
import { LinkDestinationDialog } from './link-destination.tsx';
import { LinkDevicesDialog } from './link-devices.tsx';
import { TypeProcessing } from './type-processing.tsx';
import { useSwitches } from './use-switches.ts';

export interface GraphEditorProps {
  flow: DrawnFlow;
  mayUpdate: boolean;
  asList: boolean;
  label: string;
  /** Where devices may be added: those of its project. */
  whole?: Flow | undefined;
}

/** A flow, or a device's way through it, drawn and edited: the same abilities as a drawing and as a list. */
export function GraphEditor({ flow, mayUpdate, asList, label, whole }: GraphEditorProps) {
  const router = useRouter();
  const [adding, setAdding] = useState<Adding | null>(null);
  const doors = useDoors(flow, { mayUpdate, add: setAdding, addsDevices: whole !== undefined });
  const { nodes, edges } = useGraphModel(flow, doors);
  const shown = (what: Adding) => ({
    open: adding === what,
    onOpenChange: (open: boolean) => setAdding(open ? what : null),
  });
  return (
    <>
      {asList ? (
        <FlowList flow={flow} doors={doors} />
      ) : (
        <FlowCanvas
          label={label}
          nodes={nodes}
          edges={edges}
          className={heightFor(flow)}
          onOpen={(node) => {
            const what = ADD_IDS[node.id];
            if (what && mayUpdate && (what !== 'devices' || whole)) setAdding(what);
            else if (what) router.push(`/manager/flows/${flow.id}/${TABS[what]}`);
            else if (node.href) router.push(node.href);
          }}
        />
      )}
      {mayUpdate ? (
        <>
          {whole ? <LinkDevicesDialog flow={whole} {...shown('devices')} /> : null}
          <LinkDestinationDialog flow={flow} {...shown('destination')} />
          <ProcessingDialog flow={flow} {...shown('processing')} />
        </>
      ) : null}
    </>
  );
}

const TABS: Record<Adding, string> = {
  devices: 'devices',
  processing: 'processing',
  destination: 'destinations',
};

/** Tall enough that the boxes keep their size; beyond that the reader moves the drawing. */
function heightFor({ graph }: DrawnFlow): string {
  const count = (...kinds: string[]) => graph.nodes.filter((node) => kinds.includes(node.kind)).length;
  const rows = Math.max(
    count('devices', 'device'),
    count('decoder', 'encoder'),
    count('destination', 'instructions'),
  );
  if (rows <= 1) return 'h-64';
  if (rows <= 3) return 'h-96';
  return rows <= 6 ? 'h-[38rem]' : 'h-[50rem]';
}

function useDoors(flow: DrawnFlow, rest: Pick<GraphDoors, 'mayUpdate' | 'add' | 'addsDevices'>): GraphDoors {
  const unlink = useUnlinkDestination(flow.id);
  const switchOne = useSwitches(flow);
  return {
    ...rest,
    switchOff: (kind, one, deviceTypeId) => void switchOne(kind, one, deviceTypeId, false),
    unlink: (destination) => void unlink(destination),
  };
}

interface ProcessingDialogProps {
  flow: DrawnFlow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every decoder and encoder of the flow's types with its switch, without leaving the drawing. */
function ProcessingDialog({ flow, ...shown }: ProcessingDialogProps) {
  const t = useTranslations('flows.graph');
  return (
    <Dialog
      {...shown}
      size="lg"
      title={t('processing')}
      description={t('processingLead', { name: flow.name })}
    >
      {shown.open
        ? flow.types.map((type) => (
            <section key={type.deviceType.id} className="mb-4 rounded-xl border border-line">
              <h3 className="px-4 py-3 font-semibold text-sm">{type.deviceType.name}</h3>
              <TypeProcessing flowId={flow.id} type={type} mayUpdate />
            </section>
          ))
        : null}
    </Dialog>
  );
}
