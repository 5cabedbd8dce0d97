'use client';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import Braces from 'lucide-react/icons/braces';
import Check from 'lucide-react/icons/check';
import FileInput from 'lucide-react/icons/file-input';
import Merge from 'lucide-react/icons/merge';
import Microchip from 'lucide-react/icons/microchip';
import Pause from 'lucide-react/icons/pause';
import Plus from 'lucide-react/icons/plus';
import Send from 'lucide-react/icons/send';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { cx } from '../cx.ts';
import type { CanvasForm } from './canvas-form.ts';
import type { CanvasKind, CanvasNode, CanvasState } from './flow-canvas.tsx';

export type CanvasFlowNode = Node<{ node: CanvasNode; form: CanvasForm }, 'box'>;

const kindIcons: Record<CanvasKind, ReactNode> = {
  devices: <Microchip />,
  decoder: <Braces />,
  encoder: <FileInput />,
  destination: <ArrowRightToLine />,
  joint: <Merge className="rotate-90" />,
  instructions: <Send />,
};
const states: Record<CanvasState, { frame: string; icon: string; badge: string; mark: ReactNode }> = {
  ok: {
    frame: 'border-line',
    icon: 'bg-sunk text-dim',
    badge: 'bg-accent-soft text-accent',
    mark: <Check />,
  },
  warn: {
    frame: 'border-warn ring-1 ring-warn/40',
    icon: 'bg-warn-soft text-warn',
    badge: 'bg-warn-soft text-warn',
    mark: <TriangleAlert />,
  },
  failed: {
    frame: 'border-bad/70',
    icon: 'bg-bad-soft text-bad',
    badge: 'bg-bad-soft text-bad',
    mark: <X />,
  },
  inactive: {
    frame: 'border-line border-dashed',
    icon: 'bg-sunk text-faint',
    badge: 'bg-line-soft text-faint',
    mark: <Pause />,
  },
};

export function CanvasBox({ data: { node, form }, selected }: NodeProps<CanvasFlowNode>) {
  const look = states[node.state];
  const upright = form.direction === 'TB';
  if (node.look === 'joint') return <Joint node={node} form={form} />;
  if (node.look === 'plus') return <PlusBox node={node} form={form} selected={selected} />;
  return (
    <div
      className={cx(
        'size-full rounded-lg border bg-panel shadow-1',
        upright
          ? 'grid grid-cols-[minmax(0,1fr)_auto] content-start items-center gap-x-2 gap-y-1 px-2.5 py-2'
          : 'flex items-center px-2.5',
        form.dense ? 'gap-2' : 'gap-2.5',
        node.look === 'add' ? 'border-edge border-dashed bg-transparent! shadow-none!' : look.frame,
        selected && 'outline-2 outline-accent',
        node.href && 'cursor-pointer hover:border-edge',
      )}
    >
      <Ends form={form} />
      <span
        className={cx(
          'grid shrink-0 place-items-center rounded-md',
          look.icon,
          upright || form.dense ? 'size-6 [&_svg]:size-3.5' : 'size-8 [&_svg]:size-[17px]',
        )}
      >
        {node.look === 'add' ? <Plus /> : kindIcons[node.kind]}
      </span>
      <span className={upright ? 'col-span-2 row-start-2 min-w-0' : 'min-w-0 flex-1'}>
        <span
          title={node.title}
          className={cx(
            'break-words font-medium leading-4',
            form.dense ? 'block truncate text-xs' : 'line-clamp-2 text-sm',
            node.state === 'inactive' && 'text-dim',
          )}
        >
          {node.title}
        </span>
        <span className={cx('block truncate text-faint', form.dense ? 'text-2xs' : 'mt-0.5 text-xs')}>
          {[node.subtitle, node.note].filter(Boolean).join(' · ')}
        </span>
      </span>
      {node.control !== undefined ? (
        <span className="nodrag nopan flex shrink-0 items-center gap-1">{node.control}</span>
      ) : node.look === 'add' ? null : (
        <span
          className={cx('grid size-5 shrink-0 place-items-center rounded-full [&_svg]:size-3', look.badge)}
        >
          {look.mark}
        </span>
      )}
    </div>
  );
}

function PlusBox({ node, form, selected }: { node: CanvasNode; form: CanvasForm; selected: boolean }) {
  return (
    <div
      className={cx(
        'flex size-full cursor-pointer items-center justify-center gap-1.5 rounded-lg border border-edge border-dashed text-dim text-xs hover:bg-panel hover:text-ink',
        selected && 'outline-2 outline-accent',
      )}
    >
      <Ends form={form} />
      <Plus aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">{node.title}</span>
    </div>
  );
}

function Joint({ node, form }: { node: CanvasNode; form: CanvasForm }) {
  return (
    <div className="flex size-full items-center justify-center gap-1.5 rounded-full border border-line bg-panel text-dim text-xs shadow-1 [&_svg]:size-3.5">
      <Ends form={form} />
      {kindIcons.joint}
      {node.title}
    </div>
  );
}

/** Where ways begin and end: two for those along the drawing, two for those against it. */
function Ends({ form: { direction } }: { form: CanvasForm }) {
  const [start, end] = direction === 'LR' ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  return (
    <>
      <Handle id="in" type="target" position={start} isConnectable={false} />
      <Handle id="out" type="source" position={end} isConnectable={false} />
      <Handle id="back-in" type="target" position={end} isConnectable={false} />
      <Handle id="back-out" type="source" position={start} isConnectable={false} />
    </>
  );
}
